namespace Sweep.Contracts.Rows;

/// <summary>One attempt of a trial, kept for ever.</summary>
public sealed record AttemptRow
{
    /// <summary>Trial number.</summary>
    public required int Trial { get; init; }

    /// <summary>Attempt number, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Slot it ran on.</summary>
    public required SlotName Slot { get; init; }

    /// <summary>When it started, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>Why, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>End of the worker's standard error.</summary>
    public string? StderrTail { get; init; }

    /// <summary>What made its numbers; null when it ended before it told, or an older version ran it.</summary>
    public MadeBy? MadeBy { get; init; }

    /// <summary>Seconds of its accepted epochs where <see cref="EndedAt"/> does not tell how long it ran:
    /// it runs, was interrupted, or lost its node; otherwise 0.</summary>
    public double ReportedSeconds { get; init; }
}
