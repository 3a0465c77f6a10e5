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
