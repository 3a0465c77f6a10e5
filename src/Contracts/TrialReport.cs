namespace Sweep.Contracts;

/// <summary>The metrics of one epoch.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-report")]
public sealed record TrialReport : TrialEvent
{
    /// <summary>Epoch, from 1.</summary>
    [Id(0)] public required int Epoch { get; init; }

    /// <summary>Metrics by name; values are finite. <c>train_perplexity</c>, <c>val_perplexity</c> and <c>tokens_per_second</c> have columns of their own in the ledger.</summary>
    [Id(1)] public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Wall-clock seconds of the epoch (of the attempt that computed it).</summary>
    [Id(2)] public double Seconds { get; init; }
}
