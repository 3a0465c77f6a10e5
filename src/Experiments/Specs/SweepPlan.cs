using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>A spec with its trials written out.</summary>
/// <param name="Sweep">The sweep's row.</param>
/// <param name="Trials">Trials in the order they will start; the replicates of a configuration are neighbours.</param>
public sealed record SweepPlan(NewSweep Sweep, IReadOnlyList<PlannedTrial> Trials)
{
    /// <summary>The trials that are submitted: none where configurations are chosen as the sweep goes, and <see cref="Trials"/> are random
    /// draws that stand for them.</summary>
    public IReadOnlyList<PlannedTrial> Submitted => Sweep.Facts is null ? Trials : [];

    /// <summary>What each of <see cref="Trials"/> will do, in the same order.</summary>
    public IReadOnlyList<TrialWork> Work { get; init; } = [];
}

/// <summary>What planning a spec gave: a plan, or every error at once.</summary>
/// <param name="Plan">The plan; null exactly when there are errors.</param>
/// <param name="Errors">Errors by position.</param>
public sealed record PlanResult(SweepPlan? Plan, IReadOnlyList<SpecError> Errors);
