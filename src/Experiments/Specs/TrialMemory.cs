using Sweep.Contracts;

namespace Sweep.Experiments.Specs;

/// <summary>What one trial is predicted to take.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Predicted">Bytes, above 0.</param>
public sealed record TrialMemory(PlannedTrial Trial, long Predicted)
{
    /// <summary>What it asks for, in bytes.</summary>
    public long Ask => MemoryAsk.Of(Predicted);
}
