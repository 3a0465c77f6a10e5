namespace Sweep.Contracts;

/// <summary>A snapshot of a sweep for whoever watches it; the ledger holds the record.</summary>
[GenerateSerializer, Immutable, Alias("sweep.progress")]
public sealed record SweepProgress
{
    /// <summary>Grows with every change, so that a watcher can wait for the next one.</summary>
    [Id(0)] public long Version { get; init; }

    /// <summary>Trials by status.</summary>
    [Id(1)] public required IReadOnlyDictionary<TrialStatus, int> Counts { get; init; }

    /// <summary>Trials that run now.</summary>
    [Id(2)] public IReadOnlyList<RunningTrial> Running { get; init; } = [];

    /// <summary>Epochs done over all trials.</summary>
    [Id(3)] public long EpochsDone { get; init; }

    /// <summary>Epochs over all trials if nobody is stopped; 0 = not known of all of them.</summary>
    [Id(4)] public long Epochs { get; init; }

    /// <summary>True when nothing more will happen without the user.</summary>
    [Id(5)] public bool IsOver { get; init; }

    /// <summary>Why the coordinator gave up, for people; null when all is well.</summary>
    [Id(6)] public string? Failure { get; init; }

    /// <summary>Notable happenings since the start, newest last (failed attempts, retries); bounded.</summary>
    [Id(7)] public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Trials that may still be added as the sweep goes; 0 = none, or nobody knows how many.</summary>
    [Id(8)] public int Unchosen { get; init; }
}
