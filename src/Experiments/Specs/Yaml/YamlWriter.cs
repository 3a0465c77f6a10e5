using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>Writes nodes as YAML that reads back as the same nodes: maps in block style, everything else on one line.</summary>
/// <remarks>Text that is not plainly a word is written as a JSON string, which YAML 1.2 reads as the same text.</remarks>
internal static partial class YamlWriter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(YamlMap root)
    {
        var text = new StringBuilder();
        Block(root, 0, text);
        return text.ToString();
    }

    private static void Block(YamlMap map, int indent, StringBuilder text)
    {
        foreach (var (key, _, value) in map.Entries)
        {
            text.Append(' ', indent).Append(Words(key, new YamlScalar(default, key, true).Value is string)).Append(':');
            if (value is YamlMap { Entries.Count: > 0 } inner)
            {
                text.Append('\n');
                Block(inner, indent + 2, text);
            }
            else
            {
                text.Append(' ');
                Flow(value, text);
                text.Append('\n');
            }
        }
    }

    private static void Flow(YamlNode node, StringBuilder text)
    {
        switch (node)
        {
            case YamlScalar scalar:
                text.Append(scalar.Value switch
                {
                    string words => Words(words, new YamlScalar(default, words, true).Value is string),
                    null => "null",
                    _ => scalar.Text,
                });
                break;
            case YamlList list:
                Joined(text, '[', list.Items.Select<YamlNode, Action>(item => () => Flow(item, text)), ']');
                break;
            case YamlMap map:
                Joined(text, '{', map.Entries.Select<YamlEntry, Action>(entry => () =>
                {
                    text.Append(JsonSerializer.Serialize(entry.Key, Readable)).Append(": ");
                    Flow(entry.Value, text);
                }), '}');
                break;
        }
    }

    private static void Joined(StringBuilder text, char open, IEnumerable<Action> parts, char close)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var write in parts)
        {
            if (!isFirst) text.Append(", ");
            isFirst = false;
            write();
        }

        text.Append(close);
    }

    private static string Words(string text, bool isTextWhenPlain) =>
        isTextWhenPlain && PlainWord().IsMatch(text) ? text : JsonSerializer.Serialize(text, Readable);

    [GeneratedRegex(@"^[A-Za-z_/][A-Za-z0-9_./-]*( [A-Za-z0-9_./(-][A-Za-z0-9_./()-]*)*\z")] private static partial Regex PlainWord();
}
