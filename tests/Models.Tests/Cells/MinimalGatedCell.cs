using Sweep.Models.Cores;

namespace Sweep.Models.Tests.Cells;

/// <summary>Minimal gated unit (Zhou et al. 2016): a GRU with one gate for both of its gates' work.</summary>
public static class MinimalGatedCell
{
    /// <summary>What the program knows of it. Gates: forget, new.</summary>
    public static CellDescriptor Descriptor { get; } = new()
    {
        Name = "mgu",
        Gates = 2,
        Core = options => new StepwiseCore(options, MinimalGatedStep.Next),
        TorchMemory = 12,
    };
}
