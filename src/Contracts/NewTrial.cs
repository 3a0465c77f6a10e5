namespace Sweep.Contracts;

/// <summary>A planned trial as it enters the ledger.</summary>
[GenerateSerializer, Immutable, Alias("sweep.new-trial")]
public sealed record NewTrial
{
    /// <summary>Number in the sweep, from 0.</summary>
    [Id(0)] public required int Number { get; init; }

    /// <summary>Configuration as a JSON object; trials with the same text are replicates of one configuration.</summary>
    [Id(1)] public required string ConfigJson { get; init; }

    /// <summary>Replicate, from 0.</summary>
    [Id(2)] public required int Replicate { get; init; }

    /// <summary>Seed of the trial.</summary>
    [Id(3)] public required long Seed { get; init; }

    /// <summary>Epochs it will run if nobody stops it.</summary>
    [Id(4)] public required int Epochs { get; init; }

    /// <summary>Lowest possible perplexity on its corpus; null when unknown.</summary>
    [Id(5)] public double? FloorPerplexity { get; init; }

    /// <summary>SHA-256 of its corpus; null when it has none.</summary>
    [Id(6)] public string? CorpusSha256 { get; init; }

    /// <summary>Key under which its speed is comparable (<c>TrialWork.CostKey</c>).</summary>
    [Id(7)] public string CostKey { get; init; } = "";
}
