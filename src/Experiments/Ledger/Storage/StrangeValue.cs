using System.Data;
using System.Text.Json;

namespace Sweep.Experiments.Ledger.Storage;

/// <summary>Values that no version of this program writes: another program changed the ledger, or it is damaged.</summary>
internal static class StrangeValue
{
    private const int Shown = 60;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>True when reading met such a value.</summary>
    public static bool IsMet(Exception e) => e is DataException or FormatException or OverflowException or InvalidCastException or JsonException;

    /// <summary>A stored configuration, which is a JSON object with names that differ.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string Config(string text)
    {
        using var config = Parsed(text);
        return config.RootElement.ValueKind == JsonValueKind.Object ? text : throw NoConfig(text, null);
    }

    private static JsonDocument Parsed(string text)
    {
        try
        {
            return JsonDocument.Parse(text, Strict);
        }
        catch (JsonException e)
        {
            throw NoConfig(text, e);
        }
    }

    private static FormatException NoConfig(string text, Exception? inner) =>
        new($"expected a configuration as a JSON object, found '{(text.Length > Shown ? $"{text[..Shown]}…" : text)}'", inner);
}
