using Sweep.Contracts;

namespace Sweep.Experiments.Catalog;

/// <summary>What one trial of a configuration will do, known before it runs.</summary>
public sealed record TrialWork
{
    /// <summary>Reports the trial makes if nobody stops it; at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Training tokens per epoch; 0 when the experiment counts none.</summary>
    public long TokensPerEpoch { get; init; }

    /// <summary>Trials with the same cost key run at comparable speed on the same hardware; used to estimate time from recorded speeds.</summary>
    public required CostKey CostKey { get; init; }

    /// <summary>Name of the corpus for people, for example <c>grammar</c>; null when there is none.</summary>
    public string? Corpus { get; init; }

    /// <summary>What is known of the corpus; null when there is none.</summary>
    public CorpusFacts? Facts { get; init; }
}
