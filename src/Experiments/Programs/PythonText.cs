using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Experiments.Programs;

/// <summary>Values as Python writes them, because that is what programs made for Weights &amp; Biases get. Pure.</summary>
/// <remarks>Numbers keep the digits they were written with, however many.</remarks>
internal static class PythonText
{
    /// <summary>As <c>str(value)</c>: a text as it is, <c>True</c>, <c>None</c>, <c>['a', 1]</c>, <c>{'lr': 0.1}</c>.</summary>
    public static string Str(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : Repr(value);

    /// <summary>As <c>json.dumps(value)</c>: a blank behind each <c>,</c> and <c>:</c>, and nothing but ASCII.</summary>
    public static string Json(JsonNode? value) => Written(value, JsonText, "null", "true", "false");

    private static string Repr(JsonNode? value) => Written(value, ReprText, "None", "True", "False");

    private static string Written(JsonNode? value, Func<string, string> quoted, string none, string yes, string no)
    {
        string Inner(JsonNode? inner) => Written(inner, quoted, none, yes, no);
        return value switch
        {
            JsonObject map => $"{{{string.Join(", ", map.Select(pair => $"{quoted(pair.Key)}: {Inner(pair.Value)}"))}}}",
            JsonArray list => $"[{string.Join(", ", list.Select(Inner))}]",
            _ => value?.GetValueKind() switch
            {
                null or JsonValueKind.Null => none,
                JsonValueKind.True => yes,
                JsonValueKind.False => no,
                JsonValueKind.String => quoted(value.GetValue<string>()),
                _ => value.ToJsonString().Replace('E', 'e'),
            },
        };
    }

    /// <summary>In single quotes, but in double ones when it has a single one and no double one.</summary>
    private static string ReprText(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var written = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\') written.Append('\\').Append((char)rune.Value);
            else if (IsPrintable(rune)) written.Append(rune.ToString());
            else written.Append(Escaped(rune.Value));
        }

        return written.Append(quote).ToString();
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    private static string Escaped(int code) => code switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= 0xff => $"\\x{code:x2}",
        <= 0xffff => $"\\u{code:x4}",
        _ => $"\\U{code:x8}",
    };

    private static string JsonText(string text)
    {
        var written = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
        {
            written.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                >= ' ' and <= '~' => letter.ToString(),
                _ => $"\\u{(int)letter:x4}",
            });
        }

        return written.Append('"').ToString();
    }
}
