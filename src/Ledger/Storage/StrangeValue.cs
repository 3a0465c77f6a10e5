using System.Buffers;
using System.Data;
using System.Text;
using System.Text.Json;
using Sweep.Contracts.Text;

namespace Sweep.Ledger.Storage;

/// <summary>Values that no version of this program writes: another program changed the ledger, or it is damaged.</summary>
internal static class StrangeValue
{
    private const int Shown = 60;
    private const int MostNames = 32;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>True when reading met such a value.</summary>
    public static bool IsMet(Exception e) =>
        e is DataException or FormatException or OverflowException or InvalidCastException or JsonException;

    /// <summary>A stored configuration, which is a JSON object with names that differ.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string Config(string text)
    {
        try
        {
            return IsObject(text) ? text : throw NoConfig(text, null);
        }
        catch (JsonException e)
        {
            throw NoConfig(text, e);
        }
    }

    /// <summary>Read without a document: there may be very many.</summary>
    private static bool IsObject(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            ReadOnlySpan<byte> json = bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes));
            if (IsFlatObject(json)) return true;
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return false;
            Span<Range> names = stackalloc Range[MostNames];
            for (var count = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; count++)
            {
                // Rare: so many names, or names that are written in more than one way.
                if (count == MostNames || reader.ValueIsEscaped) return IsStrictObject(text);
                for (var i = 0; i < count; i++) if (json[names[i]].SequenceEqual(reader.ValueSpan)) return false;
                var start = (int)reader.TokenStartIndex + 1;
                names[count] = start..(start + reader.ValueSpan.Length);
                reader.Skip();
            }

            // What follows the object is an error of its own.
            return !reader.Read();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>True for nearly all; false says nothing.</summary>
    private static bool IsFlatObject(ReadOnlySpan<byte> json)
    {
        Span<Range> names = stackalloc Range[MostNames];
        var flat = new FlatJson(json);
        for (var count = 0; flat.Next(); count++)
        {
            if (count == MostNames) return false;
            for (var i = 0; i < count; i++) if (json[names[i]].SequenceEqual(json[flat.Name])) return false;
            names[count] = flat.Name;
        }

        return flat.IsWhole;
    }

    private static bool IsStrictObject(string text)
    {
        using var config = JsonDocument.Parse(text, Strict);
        return config.RootElement.ValueKind == JsonValueKind.Object;
    }

    private static FormatException NoConfig(string text, Exception? inner) =>
        new($"expected a configuration as a JSON object, found '{(text.Length > Shown ? $"{text[..Shown]}…" : text)}'", inner);
}
