using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Numbers for programs, which get the digits that stand in the sweep file, however many.</summary>
internal static partial class WrittenNumber
{
    /// <summary>Digits that every <see cref="long"/> and <see cref="double"/> can tell apart.</summary>
    private const int SafeDigits = 15;

    /// <summary>The number as JSON: <c>0.10</c> stays <c>0.10</c>. What JSON cannot write gets the nearest form: <c>.5</c> becomes
    /// <c>0.5</c>, <c>+3</c> becomes <c>3</c>, <c>0x10</c> becomes <c>16</c>.</summary>
    /// <param name="scalar">A finite number.</param>
    public static JsonNode? ToJson(YamlScalar scalar)
    {
        var form = Form().Match(scalar.Text);
        if (!form.Success) return scalar.ToJson();
        var whole = form.Groups["whole"].Value.TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        var fraction = form.Groups["fraction"].Value;
        var exponent = form.Groups["exponent"].Value;
        if (fraction == "." || (fraction == "" && exponent == "" && scalar.Value is double && whole.Length <= SafeDigits)) fraction = ".0";
        return JsonNode.Parse(form.Groups["sign"].Value + whole + fraction + exponent);
    }

    /// <summary>A text that is equal for values that are equal: <c>1</c> and <c>1.0</c> are one value.</summary>
    public static string Identity(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return value is JsonValue && Form().IsMatch(text) && text.Count(char.IsAsciiDigit) <= SafeDigits
            ? double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) : text;
    }

    [GeneratedRegex(@"^\+?(?<sign>-?)(?<whole>[0-9]*)(?<fraction>\.[0-9]*)?(?<exponent>[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Form();
}
