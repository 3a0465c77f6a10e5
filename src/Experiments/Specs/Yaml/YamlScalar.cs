using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>A YAML scalar; a plain one is typed by the core schema of YAML 1.2, a quoted one is text.</summary>
internal sealed partial class YamlScalar(SpecPosition at, string text, bool isPlain) : YamlNode(at, 1)
{
    /// <summary>The text as written, without quotes.</summary>
    public string Text { get; } = text;

    /// <summary>True when it was written without quotes.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> (also not finite) or <see cref="string"/>.</summary>
    public object? Value { get; } = isPlain ? Resolve(text) : text;

    /// <summary>The place of a character of it, when it stands on one line.</summary>
    public SpecPosition Inside(int offset) => At.Line == 0 ? At : At with { Column = At.Column + offset + (IsPlain ? 0 : 1) };

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

    // Arms of no common type: each is boxed as it is, so that a whole number stays one.
    private static object? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        ".inf" or ".Inf" or ".INF" or "+.inf" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        _ when WholeNumber().IsMatch(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) => hex,
        _ when RealNumber().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    [GeneratedRegex(@"^[-+]?[0-9]+\z")] private static partial Regex WholeNumber();
    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")] private static partial Regex RealNumber();
}
