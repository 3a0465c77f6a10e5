namespace Sweep.Contracts;

/// <summary>All that a slot needs to run one attempt.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-order")]
public sealed record TrialOrder
{
    /// <summary>Which attempt this is.</summary>
    [Id(0)] public required TrialRef Trial { get; init; }

    /// <summary>Name of the experiment, for example <c>language-model</c>.</summary>
    [Id(1)] public required string Experiment { get; init; }

    /// <summary>What is to run.</summary>
    [Id(2)] public required PlannedTrial Plan { get; init; }

    /// <summary>Absolute folder to which relative paths of the configuration refer; working folder of external programs.</summary>
    [Id(9)] public required string BaseFolder { get; init; }

    /// <summary>Name of the metric by which the best epoch is chosen.</summary>
    [Id(5)] public required string Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    [Id(6)] public bool Maximize { get; init; }

    /// <summary>Which report is the value of the trial, whose model is kept; default the best.</summary>
    [Id(16)] public MetricSummary Summary { get; init; }

    /// <summary>Command line of an external program, macros not yet expanded; empty for built-in experiments.</summary>
    [Id(7)] public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Value of the sweep file's <c>program</c> key, for the <c>${program}</c> macro.</summary>
    [Id(8)] public string? Program { get; init; }

    /// <summary>True when the program finds our stand-in for the Python module wandb before a real one; default false.</summary>
    [Id(13)] public bool WandbStandIn { get; init; }

    /// <summary>Units of the device that it takes; 0 = unknown (an older coordinator), then it counts as one.</summary>
    [Id(11)] public double Share { get; init; }

    /// <summary>Predicted memory in bytes; 0 = unknown, then it is not counted.</summary>
    [Id(12)] public long MemoryBytes { get; init; }

    /// <summary>The configuration with groups of parameters as objects, as JSON; null = no parameter stands in a group.</summary>
    [Id(14)] public string? Grouped { get; init; }

    /// <summary>The attempt is ended after this time; null = it may take any.</summary>
    [Id(15)] public TimeSpan? Timeout { get; init; }

    /// <summary>The checkpoints at multiples of this epoch are kept for trials that begin with them; 0 = none is.</summary>
    [Id(17)] public int KeepEvery { get; init; }

    /// <summary>So many of them, the newest; null = all, because in a deterministic sweep trials run ahead of the decisions.</summary>
    [Id(18)] public int? KeepMost { get; init; }
}
