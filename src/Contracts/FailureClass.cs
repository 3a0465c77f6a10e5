namespace Sweep.Contracts;

/// <summary>What one way of ending means: one row of the table by which attempts are judged, shown and counted.</summary>
public sealed record FailureClass
{
    private static readonly Dictionary<AttemptOutcome, FailureClass> ByOutcome = new FailureClass[]
    {
        new() { Outcome = AttemptOutcome.Completed, Words = "completed" },
        new() { Outcome = AttemptOutcome.Stopped, Words = "stopped early" },
        new() { Outcome = AttemptOutcome.Diverged, Words = "diverged" },
        new() { Outcome = AttemptOutcome.Cancelled, Words = "cancelled" },
        new() { Outcome = AttemptOutcome.Crashed, Words = "crashed", IsFailure = true, IsCounted = true, IsRetried = true, MovesAway = true,
            BlamesSlot = true },
        new() { Outcome = AttemptOutcome.OutOfMemory, Words = "out of memory", IsFailure = true, IsCounted = true, IsRetried = true,
            NeedsMoreRoom = true, BlamesSlot = true },
        new() { Outcome = AttemptOutcome.Hung, Words = "hung", IsFailure = true, IsCounted = true, IsRetried = true, MovesAway = true,
            BlamesSlot = true },
        new() { Outcome = AttemptOutcome.Error, Words = "error", IsFailure = true, IsCounted = true, IsRetried = true },
        new() { Outcome = AttemptOutcome.BadInput, Words = "bad input", IsFailure = true, IsCounted = true },
        new() { Outcome = AttemptOutcome.Interrupted, Words = "interrupted", IsRetried = true },
        new() { Outcome = AttemptOutcome.NodeFault, Words = "node fault", IsFailure = true, IsRetried = true, MovesAway = true,
            BlamesSlot = true },
        new() { Outcome = AttemptOutcome.LostNode, Words = "lost node", IsFailure = true, IsRetried = true, MovesAway = true,
            CountedFrom = 3 },
        new() { Outcome = AttemptOutcome.Preempted, Words = "preempted", IsFailure = true, IsRetried = true, MovesAway = true },
        new() { Outcome = AttemptOutcome.Paused, Words = "paused", IsRetried = true },
    }.ToDictionary(c => c.Outcome);

    /// <summary>How the attempt ended.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>As people read it.</summary>
    public required string Words { get; init; }

    /// <summary>True when something went wrong: <c>sweep top</c> counts it.</summary>
    public bool IsFailure { get; init; }

    /// <summary>True when it counts against <c>retries</c> (out of memory: only with the device to itself).</summary>
    public bool IsCounted { get; init; }

    /// <summary>The first of these in a row of one trial that counts against <c>retries</c>: by then the trial may be what kills its nodes.
    /// 0 = <see cref="IsCounted"/> alone says it.</summary>
    public int CountedFrom { get; init; }

    /// <summary>True when the trial gets another attempt, as far as retries go when it is counted.</summary>
    public bool IsRetried { get; init; }

    /// <summary>True when the next attempt prefers another slot.</summary>
    public bool MovesAway { get; init; }

    /// <summary>True when the next attempt takes twice the share of its device, until it has the device to itself.</summary>
    public bool NeedsMoreRoom { get; init; }

    /// <summary>True when the slot may be to blame: three trials in a row put it into quarantine,
    /// if other slots are well (out of memory: only with the device to itself).</summary>
    public bool BlamesSlot { get; init; }

    /// <summary>What an attempt that ended so leads to, for people; null when nothing went wrong.</summary>
    public string? Next => (IsFailure, IsRetried, IsCounted) switch
    {
        (_, false, true) => "never retried: it would fail in the same way",
        _ when CountedFrom > 0 => $"starts again elsewhere; counted against retries from the {CountedFrom}rd in a row of one trial on",
        _ when NeedsMoreRoom => "retried with twice the share of the device; counted against retries once it has the device to itself",
        (_, true, true) =>
            MovesAway ? "retried on another slot if there is one, counted against retries" : "retried, counted against retries",
        (true, true, false) => "starts again elsewhere, not counted",
        (false, true, false) => "starts again, not counted",
        _ => null,
    };

    /// <summary>The class of an outcome.</summary>
    public static FailureClass Of(AttemptOutcome outcome) => ByOutcome[outcome];
}
