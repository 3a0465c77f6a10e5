using Sweep.Contracts;

namespace Sweep.Ledger.Rankings;

/// <summary>One configuration's place in a sweep.</summary>
/// <param name="Rank">Place, from 1; equal for configurations that the data cannot separate.</param>
/// <param name="Config">Configuration as a JSON object.</param>
/// <param name="Tier">Clean, with a diverged replicate, or failed.</param>
/// <param name="Replicates">Replicates behind the mean: completed or stopped trials with a metric.</param>
/// <param name="Trials">Numbers of all its trials, pending ones too, in order.</param>
/// <param name="IsTied">True when another configuration has the same rank.</param>
/// <param name="Mean">Mean of their best metric; null without any.</param>
/// <param name="Std">Sample standard deviation (n - 1) over the replicates; null with fewer than two.</param>
/// <param name="Best">Best metric among the replicates; null without any.</param>
/// <param name="Diverged">Trials that diverged.</param>
/// <param name="Failed">Trials that failed or ended without the metric.</param>
/// <param name="Floor">Lowest possible value of the metric; null when unknown or when the metric is no perplexity on unseen text.</param>
public sealed record RankedConfig(
    int Rank, TrialConfig Config, ConfigTier Tier, int Replicates, IReadOnlyList<int> Trials, bool IsTied = false, double? Mean = null,
    double? Std = null, double? Best = null, int Diverged = 0, int Failed = 0, double? Floor = null)
{
    /// <summary>Mean of each objective over the replicates behind <see cref="Mean"/>; null where one of them did not report it at the epoch
    /// that counts. Empty where the sweep has neither several objectives nor constraints on outcomes.</summary>
    public IReadOnlyList<double?> Objectives { get; init; } = [];

    /// <summary>The Pareto front it is on, from 1; null where it is on none, or the sweep has one objective.</summary>
    public int? Front { get; init; }

    /// <summary>By how much its replicates break constraints on outcomes, the mean: 0 = they hold all, infinite = a metric is missing; null
    /// without constraints.</summary>
    public double? Violation { get; init; }

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
