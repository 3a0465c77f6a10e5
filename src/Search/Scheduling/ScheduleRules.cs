namespace Sweep.Search.Scheduling;

/// <summary>The part of a spec that decides about trials while they run.</summary>
public sealed record ScheduleRules
{
    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>Metric that ranks.</summary>
    public required string Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public bool Maximize { get; init; }

    /// <summary>No new trials once one reached this value; null = none.</summary>
    public double? Target { get; init; }

    /// <summary>No new trials after this much running time; null = none.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Failed attempts of a trial that are retried.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Upper bound on trials that an adaptive sampler may add; null = none.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>Seeds per configuration.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>True when <paramref name="value"/> reaches the target.</summary>
    public bool Reaches(double value) => Target is { } target && (Maximize ? value >= target : value <= target);

    /// <summary>The better of two values; null counts as none.</summary>
    public double Better(double? known, double value) =>
        known is { } old && (Maximize ? old >= value : old <= value) ? old : value;
}
