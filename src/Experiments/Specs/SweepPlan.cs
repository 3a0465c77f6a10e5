using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>A spec with its trials written out.</summary>
/// <param name="Sweep">The sweep's row.</param>
/// <param name="Trials">Trials in the order they will start; the replicates of a configuration are neighbours.</param>
public sealed record SweepPlan(NewSweep Sweep, IReadOnlyList<PlannedTrial> Trials)
{
    /// <summary>The trials that are submitted; none where they are chosen as the sweep goes, and random draws stand for them.</summary>
    public IReadOnlyList<PlannedTrial> Submitted => Sweep.Facts is null ? Trials : [];

    /// <summary>What each of <see cref="Trials"/> will do, in the same order.</summary>
    public IReadOnlyList<TrialWork> Work { get; init; } = [];

    /// <summary>The same trials under other numbers, by number.</summary>
    /// <param name="numbers">Of each of <see cref="Trials"/>, in their order.</param>
    public SweepPlan Numbered(IReadOnlyList<int> numbers)
    {
        var places = Enumerable.Range(0, Trials.Count).OrderBy(place => numbers[place]).ToList();
        return this with
        {
            Trials = [.. places.Select(place => Trials[place] with { Number = numbers[place] })],
            Work = Work.Count == 0 ? [] : [.. places.Select(place => Work[place])],
        };
    }
}

/// <summary>What planning a spec gave: a plan, or every error at once.</summary>
/// <param name="Plan">The plan; null exactly when there are errors.</param>
/// <param name="Errors">Errors by position.</param>
public sealed record PlanResult(SweepPlan? Plan, IReadOnlyList<SpecError> Errors);
