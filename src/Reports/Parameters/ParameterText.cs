using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Reports.Parameters;

/// <summary>Values of parameters as people read them.</summary>
public static class ParameterText
{
    private const int MostWholeDigits = 15;

    /// <summary>A value as it would stand in the sweep file: <c>0.1</c>, <c>true</c>, <c>lstm</c>, <c>"two words"</c>, <c>""</c>.</summary>
    public static string Of(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => Quoted(value.GetValue<string>()),
        JsonValueKind.Number => Number(value) is { } number ? Numbers.Exact(number) : value.ToJsonString(),
        _ => value.ToJsonString(JsonLines.Options),
    };

    /// <summary>A number that <see cref="double"/> holds exactly;
    /// null for any other value, a whole number with more digits among them.</summary>
    public static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? Number(value.ToJsonString()) : null;

    /// <summary>The same of a number as JSON.</summary>
    public static double? Number(string json)
    {
        if (!double.TryParse(json, System.Globalization.CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return null;
        return IsExact(json) ? number : null;
    }

    /// <summary>False for a whole number, as JSON, with more digits than <see cref="double"/> holds.</summary>
    public static bool IsExact(string number) => number.AsSpan().ContainsAny('.', 'e', 'E') || number.Length <= MostWholeDigits;

    /// <summary>Quoted where it would run into what stands beside it, or would not be seen.</summary>
    private static string Quoted(string text) =>
        text.Length == 0 || text == Numbers.Absent || text.Any(c => char.IsWhiteSpace(c) || c == '"')
            ? $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text;
}
