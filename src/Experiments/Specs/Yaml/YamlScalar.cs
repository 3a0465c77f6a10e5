using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>A YAML scalar; a plain one is typed by the core schema of YAML 1.2, a quoted one is text.</summary>
internal sealed partial class YamlScalar(SpecPosition at, string text, bool isPlain) : YamlNode(at, 1)
{
    private static readonly string[] NullWords = ["", "~", "null", "Null", "NULL"];
    private static readonly string[] TrueWords = ["true", "True", "TRUE"];
    private static readonly string[] FalseWords = ["false", "False", "FALSE"];

    /// <summary>The text as written, without quotes.</summary>
    public string Text { get; } = text;

    /// <summary>True when it was written without quotes.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> (also not finite) or <see cref="string"/>.</summary>
    public object? Value { get; } = isPlain ? Resolve(text) : text;

    /// <summary>The value as JSON; the caller has refused numbers that are not finite.</summary>
    public JsonNode? ToJson() => Value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        long whole => JsonValue.Create(whole),
        double real => JsonValue.Create(real),
        var text => JsonValue.Create((string)text),
    };

    public override string Describe() => Value switch
    {
        null => "nothing",
        string text => $"the text '{Shorten(text)}'",
        _ => Shorten(Text),
    };

    private static string Shorten(string text) => (text.Length <= 60 ? text : text[..57] + "...").ReplaceLineEndings(" ");

    private static object? Resolve(string text)
    {
        if (NullWords.Contains(text)) return null;
        if (TrueWords.Contains(text)) return true;
        if (FalseWords.Contains(text)) return false;
        if (WholeNumber().IsMatch(text))
        {
            // Boxed apart: the conditional operator would turn the whole number into a double.
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        if (text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return hex;
        if (RealNumber().IsMatch(text)) return double.Parse(text, CultureInfo.InvariantCulture);
        return text switch
        {
            ".inf" or ".Inf" or ".INF" or "+.inf" => double.PositiveInfinity,
            "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
            ".nan" or ".NaN" or ".NAN" => double.NaN,
            _ => text,
        };
    }

    [GeneratedRegex(@"^[-+]?[0-9]+\z")] private static partial Regex WholeNumber();
    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")] private static partial Regex RealNumber();
}
