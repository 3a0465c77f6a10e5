namespace Sweep.Experiments.Specs.Yaml;

/// <summary>A piece of a YAML document that knows where it was written. Immutable, because aliases share nodes.</summary>
internal abstract class YamlNode(SpecPosition at, int size)
{
    /// <summary>Where it was written.</summary>
    public SpecPosition At { get; } = at;

    /// <summary>Nodes in it, itself included, each alias counted in full.</summary>
    public int Size { get; } = size;

    /// <summary>What an error message says was found.</summary>
    public abstract string Describe();
}

/// <summary>A YAML sequence.</summary>
internal sealed class YamlList(SpecPosition at, IReadOnlyList<YamlNode> items) : YamlNode(at, 1 + items.Sum(item => item.Size))
{
    public IReadOnlyList<YamlNode> Items { get; } = items;

    public override string Describe() => Items.Count == 0 ? "an empty list" : "a list";
}

/// <summary>A YAML mapping with text keys, in file order; the reader has refused duplicate keys.</summary>
internal sealed class YamlMap(SpecPosition at, IReadOnlyList<YamlEntry> entries)
    : YamlNode(at, 1 + entries.Sum(entry => 1 + entry.Value.Size))
{
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;

    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>A copy with the key set, in its old place or at the end.</summary>
    public YamlMap With(string key, YamlNode value)
    {
        var entry = new YamlEntry(key, Find(key)?.KeyAt ?? value.At, value);
        return new(At, Find(key) is null ? [.. Entries, entry] : [.. Entries.Select(old => old.Key == key ? entry : old)]);
    }

    /// <summary>A copy of only the wanted keys.</summary>
    public YamlMap Where(Func<string, bool> keep) => new(At, [.. Entries.Where(entry => keep(entry.Key))]);

    public override string Describe() => Entries.Count == 0 ? "an empty map" : $"a map with the key '{Entries[0].Key}'";
}

/// <summary>One key of a mapping.</summary>
internal sealed record YamlEntry(string Key, SpecPosition KeyAt, YamlNode Value);
