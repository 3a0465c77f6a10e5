using Sweep.Experiments.Optimizers;
using Sweep.Models;
using Sweep.Models.Cells;

namespace Sweep.Bench.Gpu;

/// <summary>One line of the table of steps; <c>bench/gpu/steps.py</c> has the same list.</summary>
internal sealed record StepSetup(string Tokens, int Vocabulary, CellDescriptor Cell, int Hidden, int Batch, OptimizerKind Optimizer)
{
    public static IReadOnlyList<StepSetup> All { get; } =
    [
        .. from level in new[] { ("char", 28), ("word", 4580) }
           from cell in CellCatalog.Default.All
           from hidden in new[] { 256, 1024 }
           from batch in new[] { 32, 256 }
           select new StepSetup(level.Item1, level.Item2, cell, hidden, batch, OptimizerKind.Sgd),
        .. from cell in CellCatalog.Default.All select new StepSetup("char", 28, cell, 256, 32, OptimizerKind.Adam),
    ];
}
