using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;

namespace Sweep.Experiments.Trees;

/// <summary>Trees by their options.</summary>
public sealed class TreeCatalog : ExampleCatalog<TreeOptions, TreeSet>
{
    private protected override WholeTextFile? FileOf(TreeOptions options) =>
        options.IsBuiltIn ? null : new WholeTextFile("trees", options.Trees, options.BaseFolder);

    private protected override TreeSet Make(TreeOptions options) => TreeSet.Of(options);
}
