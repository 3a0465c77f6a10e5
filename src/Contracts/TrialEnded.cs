namespace Sweep.Contracts;

/// <summary>The attempt is over; nothing follows it for this trial.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-ended")]
public sealed record TrialEnded : TrialEvent
{
    /// <summary>How it ended.</summary>
    [Id(0)] public required AttemptOutcome Outcome { get; init; }

    /// <summary>One sentence for people: what happened and the way out; null for <see cref="AttemptOutcome.Completed"/>.</summary>
    [Id(1)] public string? Reason { get; init; }

    /// <summary>Last lines of the worker's standard error (at most 4 KiB); added by the node when the worker died.</summary>
    [Id(2)] public string? StderrTail { get; init; }
}
