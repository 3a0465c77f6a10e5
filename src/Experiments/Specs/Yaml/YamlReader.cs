using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>Reads one YAML document into nodes with positions, within bounds that no honest sweep file meets.</summary>
/// <remarks>Syntax errors end the reading; duplicate keys, tags and the like are collected. The source is the option that the text comes
/// from; null = the file.</remarks>
internal sealed class YamlReader(string text, string? source, SpecErrors errors)
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 20_000;

    private readonly Parser parser = new(new StringReader(text));
    private readonly Dictionary<AnchorName, YamlNode> anchors = [];
    private int nodes;
    private Mark last;

    /// <summary>The document's root; null when it is empty or cannot be read (then there is an error).</summary>
    public static YamlNode? Read(string text, string? source, SpecErrors errors)
    {
        var reader = new YamlReader(text, source, errors);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            var (line, column, reason) = YamlSyntax.Explain(e, text, (int)reader.last.Line);
            errors.Add(reader.Position(line, column), "not valid YAML: " + reason);
        }
        catch (Exception e)
            when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The scanner of the library gives up in this way on some unclosed brackets.
            if (YamlSyntax.Tab(text, (int)reader.last.Line, (int)reader.last.Line + 1) is { } tab)
                errors.Add(reader.Position(tab.At.Line, tab.At.Column), "not valid YAML: " + tab.Reason);
            else errors.Add(reader.Position(reader.last), "not valid YAML from here on: is a bracket or a quote not closed?");
        }
        catch (YamlBoundException e)
        {
            errors.Add(e.At, e.Message);
        }

        return null;
    }

    private YamlNode? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return null;
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        if (!parser.TryConsume<DocumentStart>(out var second)) return root;
        errors.Add(Position(second.Start), "a sweep file holds one YAML document, a second one starts here: put it into a file of its own");
        return root;
    }

    private YamlNode Node(int depth)
    {
        var current = parser.Consume<ParsingEvent>();
        var at = Position(last = current.Start);
        if (depth > MaxDepth) throw new YamlBoundException(at, $"nested more than {MaxDepth} levels deep: a sweep file needs at most 10");
        var node = current switch
        {
            AnchorAlias alias => Alias(alias, at),
            Scalar scalar => YamlTags.Apply(scalar, at, errors),
            SequenceStart => List(at, depth),
            MappingStart => Map(at, depth),
            _ => throw new YamlException(current.Start, current.End, "expected a value"),
        };
        if (current is NodeEvent named) Register(named, node, at);
        return node;
    }

    private void Register(NodeEvent named, YamlNode node, SpecPosition at)
    {
        Count(1, at);
        if (!named.Anchor.IsEmpty) anchors[named.Anchor] = node;
        if (!YamlTags.IsKnown(named))
            errors.Add(at, $"the tag '{YamlTags.Written(named.Tag)}' is not read: remove it (tags: {YamlTags.Known})");
    }

    private void Count(int more, SpecPosition at)
    {
        nodes += more;
        if (nodes > MaxNodes)
            throw new YamlBoundException(at, $"more than {MaxNodes:N0} values, aliases counted in full: a sweep file needs far fewer");
    }

    private YamlNode Alias(AnchorAlias alias, SpecPosition at)
    {
        if (!anchors.TryGetValue(alias.Value, out var node)) throw new YamlBoundException(
            at, $"there is no anchor '&{alias.Value.Value}' above this alias; text that starts with '*' needs quotes");
        Count(node.Size, at);
        return node;
    }

    private YamlList List(SpecPosition at, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
        return new YamlList(at, items);
    }

    private YamlMap Map(SpecPosition at, int depth)
    {
        var entries = new List<YamlEntry>();
        var merged = new List<YamlEntry>();
        var lines = new Dictionary<string, SpecPosition>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlScalar { Text: var name }) errors.Add(key.At, $"expected a word as key, found {key.Describe()}");
            else if (name == "<<" && ((YamlScalar)key).IsPlain) Merge(key.At, value, merged);
            else if (lines.TryAdd(name, key.At)) entries.Add(new(name, key.At, value));
            else errors.Add(
                key.At, $"'{name}' is given twice{(source is null ? $" (first on line {lines[name].Line})" : "")}: keep one of them");
        }

        // What the map says itself comes before what it merges, and of that the first one.
        foreach (var entry in merged.Where(entry => lines.TryAdd(entry.Key, entry.KeyAt))) entries.Add(entry);
        return new YamlMap(at, entries);
    }

    private void Merge(SpecPosition at, YamlNode value, List<YamlEntry> merged)
    {
        foreach (var part in value is YamlList list ? list.Items : [value])
        {
            if (part is YamlMap map) merged.AddRange(map.Entries);
            else errors.Add(at, $"'<<' merges a map or a list of maps, found {part.Describe()}");
        }
    }

    // Before the first event there is no mark yet.
    private SpecPosition Position(Mark mark) => Position((int)mark.Line, (int)mark.Column);

    private SpecPosition Position(int line, int column) =>
        source is null ? new(Math.Max(1, line), Math.Max(1, column)) : new(0, 0, source);

    private sealed class YamlBoundException(SpecPosition at, string message) : Exception(message)
    {
        public SpecPosition At { get; } = at;
    }
}
