using System.Text.Json.Nodes;
using Sweep.Client.Tests.Architecture;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Sweep.Client.Tests.Deploy;

/// <summary>The files under deploy/, as text and as what they say.</summary>
internal static class DeployFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>Every file but what secrets.sh made, as a path below deploy/.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path))
        .Where(path => !path.StartsWith("secrets" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || path.EndsWith(".example", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Yaml => All.Where(path => path.EndsWith(".yaml", StringComparison.Ordinal));

    public static IEnumerable<string> Scripts =>
        All.Where(path => path.EndsWith(".sh", StringComparison.Ordinal) || path.EndsWith(".sbatch", StringComparison.Ordinal));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>The documents of a YAML file; merge keys are resolved and scalars are text.</summary>
    public static IReadOnlyList<JsonNode> Documents(string path) => Read(Text(path));

    /// <inheritdoc cref="Documents"/>
    public static IReadOnlyList<JsonNode> Read(string yaml)
    {
        var parser = new MergingParser(new Parser(new StringReader(yaml)));
        var deserializer = new DeserializerBuilder().Build();
        var documents = new List<JsonNode>();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (!parser.Accept<YamlDotNet.Core.Events.StreamEnd>(out _))
        {
            if (Node(deserializer.Deserialize<object?>(parser)) is { } document) documents.Add(document);
        }

        return documents;
    }

    /// <summary>Every node of a kind with that key, at any depth.</summary>
    public static IEnumerable<JsonNode> Find(this JsonNode node, string key) => node switch
    {
        JsonObject map => map.Where(p => p.Value is not null)
            .SelectMany(p => (p.Key == key ? [p.Value!] : Enumerable.Empty<JsonNode>()).Concat(p.Value!.Find(key))),
        JsonArray list => list.Where(item => item is not null).SelectMany(item => item!.Find(key)),
        _ => [],
    };

    /// <summary>The one document of that kind and name.</summary>
    public static JsonNode Named(this IEnumerable<JsonNode> documents, string kind, string name) =>
        documents.Single(d => (string)d["kind"]! == kind && (string)d["metadata"]!["name"]! == name);

    public static string[] Texts(this JsonNode? list) => [.. list!.AsArray().Select(item => (string)item!)];

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(p => KeyValuePair.Create((string)p.Key, Node(p.Value)))),
        IList<object> list => new JsonArray([.. list.Select(Node)]),
        _ => JsonValue.Create(value.ToString()),
    };
}
