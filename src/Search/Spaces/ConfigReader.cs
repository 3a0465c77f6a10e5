using System.Text;
using System.Text.Json;
using Sweep.Contracts.Text;

namespace Sweep.Search.Spaces;

/// <summary>Reads the parameters of very many configurations, without a document for each.</summary>
/// <remarks>Parameters are known by number, in order of first appearance. Not for several threads at once.</remarks>
public sealed class ConfigReader
{
    private readonly List<string> names = [];
    private readonly List<byte[]> utf8 = [];
    private readonly List<(Range Name, Range Value, JsonTokenType Type)> members = [];
    private byte[] bytes = [];

    /// <summary>Takes one parameter.</summary>
    /// <param name="parameter">Its number.</param>
    /// <param name="value">Its value as JSON, in UTF-8; gone after the call.</param>
    /// <param name="type">The first token of the value.</param>
    public delegate void Visitor(int parameter, ReadOnlySpan<byte> value, JsonTokenType type);

    /// <summary>Parameters so far.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Number of a parameter; -1 when no configuration so far has it.</summary>
    public int IndexOf(string name) => names.IndexOf(name);

    /// <summary>Shows each parameter of a configuration, a JSON object, in their order.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public void Read(string json, Visitor visit)
    {
        if (bytes.Length < Encoding.UTF8.GetMaxByteCount(json.Length)) bytes = new byte[Encoding.UTF8.GetMaxByteCount(json.Length)];
        ReadOnlySpan<byte> text = bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes));
        if (ReadFlat(text, visit)) return;
        var reader = new Utf8JsonReader(text);
        reader.Read();
        for (var place = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; place++)
        {
            var parameter = Find(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan, place);
            reader.Read();
            var (start, type) = ((int)reader.TokenStartIndex, reader.TokenType);
            reader.Skip();
            visit(parameter, text[start..(int)reader.BytesConsumed], type);
        }
    }

    /// <summary>Shows the parameters of nearly every configuration; false for others, of which nothing was shown.</summary>
    private bool ReadFlat(ReadOnlySpan<byte> text, Visitor visit)
    {
        var flat = new FlatJson(text);
        members.Clear();
        while (flat.Next()) members.Add((flat.Name, flat.Value, flat.Type));
        if (!flat.IsWhole) return false;
        for (var place = 0; place < members.Count; place++)
        {
            var (name, value, type) = members[place];
            visit(Find(text[name], place), text[value], type);
        }

        return true;
    }

    /// <summary>A value, as JSON in UTF-8, as people write it: a word without its quotes, anything else as it stands.</summary>
    public static string Text(ReadOnlySpan<byte> value, JsonTokenType type)
    {
        if (type != JsonTokenType.String) return Encoding.UTF8.GetString(value);
        if (!value.Contains((byte)'\\')) return Encoding.UTF8.GetString(value[1..^1]);
        var reader = new Utf8JsonReader(value);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Most configurations have the same parameters in the same order.</summary>
    private int Find(ReadOnlySpan<byte> name, int place)
    {
        if (place < utf8.Count && name.SequenceEqual(utf8[place])) return place;
        for (var i = 0; i < utf8.Count; i++) if (name.SequenceEqual(utf8[i])) return i;
        names.Add(Encoding.UTF8.GetString(name));
        utf8.Add(name.ToArray());
        return names.Count - 1;
    }
}
