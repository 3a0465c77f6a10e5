namespace Sweep.Contracts.Rows;

/// <summary>A sweep as the ledger holds it, with counts of its trials.</summary>
public sealed record SweepRow
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Text of the sweep file with overrides applied.</summary>
    public required string Yaml { get; init; }

    /// <summary>Absolute folder against which relative paths in the file are resolved.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the metric that ranks; empty = none, so nothing is ranked.</summary>
    public required string Metric { get; init; }

    /// <summary>True when configurations have ranks.</summary>
    public bool IsRanked => Metric.Length > 0;

    /// <summary>True when a larger metric is better.</summary>
    public bool Maximize { get; init; }

    /// <summary>Which report is the value of a trial; default the best.</summary>
    public MetricSummary Summary { get; init; }

    /// <summary>Several objectives, and constraints on outcomes, as JSON; null = there is nothing but the metric.</summary>
    public string? Goals { get; init; }

    /// <summary>Seeds per configuration.</summary>
    public int Replicates { get; init; }

    /// <summary>State of the sweep.</summary>
    public SweepStatus Status { get; init; }

    /// <summary>Fencing token of the coordinator that owns it now.</summary>
    public long Coordinator { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last trial became final, UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Trials it has.</summary>
    public int Trials { get; init; }

    /// <summary>Trials in a final status.</summary>
    public int FinalTrials { get; init; }

    /// <summary>True when no trial is left to run.</summary>
    public bool IsOver => Status is SweepStatus.Finished or SweepStatus.Cancelled;
}

/// <summary>State of a sweep as a whole.</summary>
public enum SweepStatus
{
    /// <summary>Trials remain and a coordinator is, or may come, at work.</summary>
    Running,

    /// <summary>Stopped by the user (Ctrl-C) or lost; <c>sweep resume</c> goes on.</summary>
    Interrupted,

    /// <summary>Every trial is final.</summary>
    Finished,

    /// <summary>Cancelled by the user; every trial is final.</summary>
    Cancelled,
}

/// <summary>Says how configurations are ranked.</summary>
public static class RankOrder
{
    /// <summary><c>ranked by loss (lowest first)</c>, perhaps <c>of the last epoch</c>; empty without a metric (an empty name).</summary>
    public static string Words(string metric, bool maximize, MetricSummary summary) => metric.Length == 0 ? ""
        : $"ranked by {metric}{(summary == MetricSummary.Last ? " of the last epoch" : "")} ({(maximize ? "highest" : "lowest")} first)";
}
