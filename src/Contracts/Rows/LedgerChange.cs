namespace Sweep.Contracts.Rows;

/// <summary>One change a coordinator asks of the ledger. The ledger decides whether it holds; a refused change leaves no trace.</summary>
/// <param name="Trial">The attempt; of what is planned or paused, and of events and decisions, its number is ignored.</param>
public abstract record LedgerChange(TrialRef Trial);

/// <summary>planned → running. Accepted when the trial is planned and <see cref="TrialRef.Attempt"/> is the next one.</summary>
public sealed record AttemptStarted(TrialRef Trial, SlotName Slot) : LedgerChange(Trial);

/// <summary>What makes the numbers of an attempt. Accepted when the trial is running this very attempt; a repeat changes nothing.</summary>
public sealed record AttemptDescribed(TrialRef Trial, MadeBy Maker) : LedgerChange(Trial);

/// <summary>The metrics of one epoch. Accepted when the trial is running this very attempt.</summary>
/// <remarks>The same (trial, epoch) again from the same attempt changes nothing; from a newer attempt it replaces the older row.</remarks>
public sealed record EpochReported(TrialRef Trial, TrialReport Report) : LedgerChange(Trial);

/// <summary>running → <see cref="Next"/>. Accepted when the trial is running this very attempt.</summary>
/// <param name="Trial">The attempt that ended.</param>
/// <param name="Ended">Outcome, reason and end of stderr, kept with the attempt.</param>
/// <param name="Next">Status of the trial afterwards: <see cref="TrialStatus.Planned"/> to retry, else a final one.</param>
public sealed record AttemptFinished(TrialRef Trial, TrialEnded Ended, TrialStatus Next) : LedgerChange(Trial)
{
    /// <summary>True when the trial's failures grow by one; default: as the outcome's class says.</summary>
    public bool IsCounted { get; init; } = FailureClass.Of(Ended.Outcome).IsCounted;

    /// <summary>Reports of later epochs go: the trial was stopped after this one, and had run ahead; null (default) = none goes.</summary>
    public int? LastEpoch { get; init; }
}

/// <summary>failed, diverged or cancelled → planned, because the user wants it to run again with all its retries. Accepted when
/// <see cref="TrialRef.Attempt"/> is its last attempt.</summary>
public sealed record TrialRetried(TrialRef Trial) : LedgerChange(Trial);

/// <summary>planned or paused → cancelled. Accepted when the trial is one of both.</summary>
public sealed record PlannedTrialCancelled(TrialRef Trial, string Reason) : LedgerChange(Trial);

/// <summary>planned or paused → stopped: the early-stopping rule ends a trial without a slot. Accepted when it is one of both.</summary>
public sealed record WaitingTrialStopped(TrialRef Trial, string Reason) : LedgerChange(Trial)
{
    /// <summary>Reports of later epochs go; null (default) = none goes.</summary>
    public int? LastEpoch { get; init; }
}

/// <summary>paused → a final status: a trial of a deterministic sweep had ended before its turn. Accepted when it is paused.</summary>
public sealed record WaitingTrialEnded(TrialRef Trial, TrialStatus Next, string? Reason) : LedgerChange(Trial);

/// <summary>planned → paused: the early-stopping rule paused it while its attempt was lost. Accepted when the trial is planned.</summary>
public sealed record PlannedTrialPaused(TrialRef Trial, string Reason) : LedgerChange(Trial);

/// <summary>paused → planned. Accepted when the trial is paused.</summary>
public sealed record TrialResumed(TrialRef Trial) : LedgerChange(Trial);

/// <summary>An event for the sweep's log. Accepted when the change before it in the same call was, which it tells of; when it is refused,
/// so are the entries after it. Its number is the last one's plus one.</summary>
public sealed record EventNoted(TrialRef Trial, SweepEvent Event) : LedgerChange(Trial);

/// <summary>A decision for the sweep's log, whose number is the last one's plus one. Accepted unless an entry before it in the same call
/// was refused.</summary>
public sealed record DecisionMade(TrialRef Trial, Decision Decision) : LedgerChange(Trial)
{
    /// <summary>The trial that a fork adds, in the same transaction; null for other kinds.</summary>
    public PlannedTrial? Added { get; init; }
}
