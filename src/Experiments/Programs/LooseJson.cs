using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Experiments.Programs;

/// <summary>JSON as programs really write it: Python's json module prints NaN and Infinity as bare words, which JSON has not.</summary>
internal static class LooseJson
{
    private static readonly string[] Words = ["-Infinity", "Infinity", "NaN"];

    /// <summary>The object in a line; null when the line is none.</summary>
    /// <exception cref="TrialException">It has a key twice, so nobody can tell which value is meant.</exception>
    public static JsonObject? TryReadObject(string line)
    {
        var text = line.Trim();
        if (!text.StartsWith('{') || !text.EndsWith('}')) return null;
        try
        {
            var found = JsonNode.Parse(QuoteWords(text)) as JsonObject;
            LookThrough(found);
            return found;
        }
        catch (ArgumentException e)
        {
            throw new TrialException(AttemptOutcome.Error,
                $"the program wrote a JSON object that has a key twice: {ProgramText.Quote(text)}; every key may stand there once", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The library looks at keys and texts only when somebody asks, and finds a key that stands there twice, or half of a character,
    // only then.
    private static void LookThrough(JsonNode? node)
    {
        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String) _ = value.GetValue<string>();
        foreach (var inner in node is JsonObject map ? map.Select(pair => pair.Value) : node as JsonArray ?? []) LookThrough(inner);
    }

    /// <summary>A number, also one of the three words that are none in JSON; null for everything else.</summary>
    public static double? Number(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<double>(),
        JsonValueKind.String when Words.Contains(value.GetValue<string>()) => double.Parse(value.GetValue<string>()),
        _ => null,
    };

    /// <summary>Puts quotes around the words that stand outside of strings.</summary>
    private static string QuoteWords(string text)
    {
        if (!Array.Exists(Words, word => text.Contains(word, StringComparison.Ordinal))) return text;
        var quoted = new StringBuilder(text.Length + 16);
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || !IsEscaped(text, i))) inString = !inString;
            var word = inString ? null : Array.Find(Words, w => string.CompareOrdinal(text, i, w, 0, w.Length) == 0);
            if (word is null) quoted.Append(text[i]);
            else quoted.Append('"').Append(word).Append('"');
            i += (word?.Length ?? 1) - 1;
        }

        return quoted.ToString();
    }

    private static bool IsEscaped(string text, int at)
    {
        var slashes = 0;
        while (at - slashes > 0 && text[at - slashes - 1] == '\\') slashes++;
        return slashes % 2 == 1;
    }
}
