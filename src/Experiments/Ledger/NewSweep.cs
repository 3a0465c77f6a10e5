namespace Sweep.Experiments.Ledger;

/// <summary>A sweep as it enters the ledger.</summary>
public sealed record NewSweep
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>The sweep file's text with every <c>--set</c> applied; from it a coordinator rebuilds everything.</summary>
    public required string Yaml { get; init; }

    /// <summary>Absolute folder against which relative paths in the file are resolved.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the metric that ranks.</summary>
    public required string Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public bool Maximize { get; init; }

    /// <summary>Seeds per configuration.</summary>
    public required int Replicates { get; init; }
}
