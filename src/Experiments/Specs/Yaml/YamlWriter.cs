using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>Writes nodes as YAML that reads back as the same nodes: maps in block style, everything else on one line.</summary>
/// <remarks>Text that is not plainly a word is written as a JSON string, which YAML 1.2 reads as the same text.</remarks>
internal static partial class YamlWriter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(YamlMap root) => Block(root, "");

    private static string Block(YamlMap map, string indent) => string.Concat(map.Entries.Select(entry => indent + Words(entry.Key) +
        (entry.Value is YamlMap { Entries.Count: > 0 } inner ? ":\n" + Block(inner, indent + "  ") : $": {Flow(entry.Value)}\n")));

    private static string Flow(YamlNode node) => node switch
    {
        YamlScalar { Value: string words } => Words(words),
        YamlScalar scalar => scalar.Value is null ? "null" : scalar.Text,
        YamlList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        YamlMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{Json(entry.Key)}: {Flow(entry.Value)}"))}}}",
        _ => throw new ArgumentException($"unknown kind of node {node.GetType().Name}", nameof(node)),
    };

    private static string Words(string text) =>
        new YamlScalar(default, text, true).Value is string && PlainWord().IsMatch(text) ? text : Json(text);

    private static string Json(string text) => JsonSerializer.Serialize(text, Readable);

    [GeneratedRegex(@"^[A-Za-z_/][A-Za-z0-9_./-]*( [A-Za-z0-9_./(-][A-Za-z0-9_./()-]*)*\z")] private static partial Regex PlainWord();
}
