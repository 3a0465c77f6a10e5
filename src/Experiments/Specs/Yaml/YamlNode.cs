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
