using Sweep.Contracts;

namespace Sweep.Ledger.Rankings;

/// <summary>One configuration's place in a sweep.</summary>
public sealed record RankedConfig
{
    /// <summary>Place, from 1; equal for configurations that the data cannot separate.</summary>
    public required int Rank { get; init; }

    /// <summary>True when another configuration has the same rank.</summary>
    public bool IsTied { get; init; }

    /// <summary>Configuration as a JSON object.</summary>
    public required TrialConfig Config { get; init; }

    /// <summary>Clean, with a diverged replicate, or failed.</summary>
    public required ConfigTier Tier { get; init; }

    /// <summary>Replicates behind the mean: completed or stopped trials with a metric.</summary>
    public required int Replicates { get; init; }

    /// <summary>Mean of their best metric; null without any.</summary>
    public double? Mean { get; init; }

    /// <summary>Sample standard deviation (n - 1) over the replicates; null with fewer than two.</summary>
    public double? Std { get; init; }

    /// <summary>Best metric among the replicates; null without any.</summary>
    public double? Best { get; init; }

    /// <summary>Numbers of all its trials, pending ones too, in order.</summary>
    public required IReadOnlyList<int> Trials { get; init; }

    /// <summary>Trials that diverged.</summary>
    public int Diverged { get; init; }

    /// <summary>Trials that failed or ended without the metric.</summary>
    public int Failed { get; init; }

    /// <summary>Mean of each objective over the replicates behind <see cref="Mean"/>; null where one of them did not report it at the epoch
    /// that counts. Empty where the sweep has neither several objectives nor constraints on outcomes.</summary>
    public IReadOnlyList<double?> Objectives { get; init; } = [];

    /// <summary>The Pareto front it is on, from 1; null where it is on none, or the sweep has one objective.</summary>
    public int? Front { get; init; }

    /// <summary>By how much its replicates break constraints on outcomes, the mean: 0 = they hold all, infinite = a metric is missing; null
    /// without constraints.</summary>
    public double? Violation { get; init; }

    /// <summary>Lowest possible value of the metric; null when unknown or when the metric is no perplexity on unseen text.</summary>
    public double? Floor { get; init; }

    /// <summary>Mean minus floor, in the metric's unit; null when either is unknown.</summary>
    public double? Excess => Mean - Floor;

    /// <summary>True when a replicate is better than possible by more than the chance of a finite text
    /// (<see cref="PerplexityFloor.Tolerance"/>): an error in the experiment (training text in the validation set,
    /// a model that sees its target).</summary>
    public bool IsBelowFloor => Best < Floor * (1 - PerplexityFloor.Tolerance);
}

/// <summary>First key of the ranking: whether a configuration can be trusted at all.</summary>
public enum ConfigTier
{
    /// <summary>At least one replicate ended with a metric and none diverged.</summary>
    Clean,

    /// <summary>At least one replicate diverged.</summary>
    Diverged,

    /// <summary>Every replicate is over and none has a metric.</summary>
    Failed,
}
