using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;

namespace Sweep.Experiments.Sequences;

/// <summary>Pairs by their options.</summary>
public sealed class PairCatalog : ExampleCatalog<PairOptions, PairSet>
{
    private protected override WholeTextFile? FileOf(PairOptions options) =>
        options.File is { } file ? new WholeTextFile("pairs", file, options.BaseFolder) : null;

    private protected override PairSet Make(PairOptions options) => PairSet.Of(options);
}
