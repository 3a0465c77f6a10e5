namespace Sweep.Experiments.Specs.Yaml;

/// <summary>A YAML sequence.</summary>
internal sealed class YamlList(SpecPosition at, IReadOnlyList<YamlNode> items) : YamlNode(at, 1 + items.Sum(item => item.Size))
{
    public IReadOnlyList<YamlNode> Items { get; } = items;

    public override string Describe() => Items.Count == 0 ? "an empty list" : "a list";
}
