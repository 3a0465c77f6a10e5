using Sweep.Contracts;
using Sweep.Search.Objectives;

namespace Sweep.Search.Scheduling;

/// <summary>The part of a spec that decides about trials while they run.</summary>
public sealed record ScheduleRules
{
    private const string TimeIsSpent = "the sweep's time budget of ";

    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>Metric that ranks.</summary>
    public required string Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public bool Maximize { get; init; }

    /// <summary>Which report is the value of a trial; default the best.</summary>
    public MetricSummary Summary { get; init; }

    /// <summary>Objectives and constraints on outcomes; null (default) = there is nothing but the metric.</summary>
    public Goals? Goals { get; init; }

    /// <summary>No new trials once one has this value; null = none. Where the last report counts, a trial has it when it ends so.</summary>
    public double? Target { get; init; }

    /// <summary>No new trials after this much running time; null = none.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Failed attempts of a trial that are retried.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Upper bound on trials that an adaptive sampler may add; null = none.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>Configurations whose trials have their turn before others that are planned, in their order; default none.</summary>
    public IReadOnlyList<TrialConfig> First { get; init; } = [];

    /// <summary>Why no new trials start once <see cref="MaxTime"/> is over.</summary>
    internal string TimeSpent => $"{TimeIsSpent}{MaxTime} is spent";

    /// <summary>True for the reason of a trial that did not start because the time was over.</summary>
    public static bool IsTimeSpent(string? reason) => reason?.StartsWith(TimeIsSpent, StringComparison.Ordinal) == true;

    /// <summary>True when <paramref name="value"/> reaches the target.</summary>
    public bool Reaches(double value) => Target is { } target && (Maximize ? value >= target : value <= target);

    /// <summary>True when the metrics of a report break a constraint on outcomes.</summary>
    public bool IsBroken(IReadOnlyDictionary<string, double> metrics) => Goals?.Of(metrics).Violation > 0;

    /// <summary>The value of a trial after one more report; <paramref name="known"/> is its value before, null = none.</summary>
    public double ValueAfter(double? known, double value) =>
        Summary == MetricSummary.Best && known is { } old && (Maximize ? old >= value : old <= value) ? old : value;

    /// <summary>True when no further report changes that a trial in this status has reached the target.</summary>
    public bool IsSettled(TrialStatus status) => Summary == MetricSummary.Best || status is TrialStatus.Completed or TrialStatus.Stopped;
}
