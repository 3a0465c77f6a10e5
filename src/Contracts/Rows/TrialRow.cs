namespace Sweep.Contracts.Rows;

/// <summary>A trial as the ledger holds it.</summary>
public sealed record TrialRow
{
    /// <summary>Name of its sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>Number in the sweep, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Status.</summary>
    public TrialStatus Status { get; init; }

    /// <summary>Configuration as a JSON object.</summary>
    public required string ConfigJson { get; init; }

    /// <summary>Replicate, from 0.</summary>
    public int Replicate { get; init; }

    /// <summary>Seed.</summary>
    public long Seed { get; init; }

    /// <summary>Number of the last attempt; 0 = never started.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that failed (those that count against <c>retries</c>).</summary>
    public int Failures { get; init; }

    /// <summary>Best value of the sweep's metric over the accepted epochs; null before the first, and for a diverged trial.</summary>
    public double? Metric { get; init; }

    /// <summary>Epoch of <see cref="Metric"/>.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Last accepted epoch; 0 = none.</summary>
    public int EpochsDone { get; init; }

    /// <summary>Epochs it will run if nobody stops it.</summary>
    public int Epochs { get; init; }

    /// <summary>Slot of the last attempt.</summary>
    public string? Slot { get; init; }

    /// <summary>Start of the first attempt, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it became final, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it is not completed, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Lowest possible perplexity; null when unknown.</summary>
    public double? FloorPerplexity { get; init; }

    /// <summary>SHA-256 of its corpus.</summary>
    public string? CorpusSha256 { get; init; }

    /// <summary>Key under which its speed is comparable.</summary>
    public string CostKey { get; init; } = "";
}
