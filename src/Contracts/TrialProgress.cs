namespace Sweep.Contracts;

/// <summary>A sign of life between reports, at most about one a second. Not stored.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-progress")]
public sealed record TrialProgress : TrialEvent
{
    /// <summary>Epoch under way, from 1.</summary>
    [Id(0)] public int Epoch { get; init; }

    /// <summary>Share of this epoch that is done, 0 to 1.</summary>
    [Id(1)] public double Fraction { get; init; }

    /// <summary>Training speed since the last sign of life, tokens per second; 0 when unknown.</summary>
    [Id(2)] public double TokensPerSecond { get; init; }

    /// <summary>Perplexity on the training batches of this epoch so far; null when unknown.</summary>
    [Id(3)] public double? TrainPerplexity { get; init; }
}
