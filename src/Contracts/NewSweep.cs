namespace Sweep.Contracts;

/// <summary>A sweep as it enters the ledger.</summary>
[GenerateSerializer, Immutable, Alias("sweep.new-sweep")]
public sealed record NewSweep
{
    /// <summary>Unique name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The sweep file's text with every <c>--set</c> applied; from it a coordinator rebuilds everything.</summary>
    [Id(1)] public required string Yaml { get; init; }

    /// <summary>Absolute folder against which relative paths in the file are resolved.</summary>
    [Id(2)] public required string BaseFolder { get; init; }

    /// <summary>Description for people.</summary>
    [Id(3)] public string? Description { get; init; }

    /// <summary>Name of the experiment.</summary>
    [Id(4)] public required string Experiment { get; init; }

    /// <summary>Name of the metric that ranks; empty = none, so nothing is ranked.</summary>
    [Id(5)] public required string Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    [Id(6)] public bool Maximize { get; init; }

    /// <summary>Seeds per configuration.</summary>
    [Id(7)] public required int Replicates { get; init; }

    /// <summary>Which report is the value of a trial; default the best.</summary>
    [Id(8)] public MetricSummary Summary { get; init; }

    /// <summary>What was measured of its data at submission, as JSON, so that trials can be planned where no data are; null = all of its
    /// trials were planned then.</summary>
    [Id(9)] public string? Facts { get; init; }

    /// <summary>True when configurations earn their seeds, the last ones for the few best; default false. Follows from the file.</summary>
    [Id(10)] public bool Races { get; init; }

    /// <summary>What it knows of other sweeps, as JSON, when it is planned; null = nothing. A sweep that is there keeps its own.</summary>
    [Id(11)] public string? Known { get; init; }

    /// <summary>Objectives and constraints on outcomes, as JSON; null (default) = nothing but the metric. Follows from the file.</summary>
    [Id(12)] public string? Goals { get; init; }
}

/// <summary>Which report of a trial gives the trial its value: the one that ranks it.</summary>
public enum MetricSummary
{
    /// <summary>The best one by the sweep's goal, the earliest among equals.</summary>
    Best,

    /// <summary>The last one.</summary>
    Last,
}
