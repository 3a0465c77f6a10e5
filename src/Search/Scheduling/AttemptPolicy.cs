using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>What the end of an attempt means for its trial.</summary>
public static class AttemptPolicy
{
    /// <summary>True when this end counts against <c>retries</c>: memory that neighbours may have taken is not its failure.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="hadDeviceAlone">True when nothing else could run on its device.</param>
    /// <param name="inARow">Attempts of the trial that ended so in a row, this one included (see <see cref="LossesInARow"/>).</param>
    public static bool Counts(AttemptOutcome outcome, bool hadDeviceAlone, int inARow = 1) => FailureClass.Of(outcome) switch
    {
        { CountedFrom: > 0 and var from } => inARow >= from,
        { NeedsMoreRoom: true, IsCounted: true } => hadDeviceAlone,
        var known => known.IsCounted,
    };

    /// <summary>How many nodes a trial has lost in a row: who loses one after the other is perhaps what kills them.</summary>
    /// <param name="before">The number before this end.</param>
    /// <param name="outcome">How the attempt ended; one that was only interrupted says nothing of the trial.</param>
    public static int LossesInARow(int before, AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.LostNode => before + 1,
        AttemptOutcome.Interrupted or AttemptOutcome.Preempted or AttemptOutcome.Paused => before,
        _ => 0,
    };

    /// <summary>How often a trial's share was doubled, from its history alone:
    /// attempts that ran out of memory and were not counted.</summary>
    /// <param name="outcomes">Ends of all attempts of the trial.</param>
    /// <param name="failures">Attempts that the ledger counts as failures.</param>
    public static int Doublings(IEnumerable<AttemptOutcome> outcomes, int failures)
    {
        var (crowded, others, losses) = (0, 0, 0);
        foreach (var outcome in outcomes)
        {
            losses = LossesInARow(losses, outcome);
            if (FailureClass.Of(outcome).NeedsMoreRoom) crowded++;
            else if (Counts(outcome, hadDeviceAlone: true, losses)) others++;
        }

        return Math.Max(0, crowded - Math.Max(0, failures - others));
    }

    /// <summary>The end of an attempt whose trial a rule had stopped before: how far it came until it heard of that depends on timing, so
    /// the record says what was decided. A failure of the place, the worker or the program stays one, for whoever counts those.</summary>
    public static TrialEnded Stopped(TrialEnded ended, string reason) => ended.Outcome switch
    {
        AttemptOutcome.Completed or AttemptOutcome.Diverged or AttemptOutcome.Interrupted or AttemptOutcome.Preempted
            or AttemptOutcome.Stopped =>
            ended with { Outcome = AttemptOutcome.Stopped, Reason = reason },
        _ => ended with { Reason = ended.Reason is null ? reason : $"{reason}; then: {ended.Reason}" },
    };

    /// <summary>True for ends that leave the trial as the rule paused it: how far the attempt came until it heard of that depends on
    /// timing, and what it did beyond is done again.</summary>
    public static bool CanPause(AttemptOutcome outcome) => outcome is AttemptOutcome.Paused or AttemptOutcome.Completed
        or AttemptOutcome.Diverged or AttemptOutcome.Interrupted or AttemptOutcome.Preempted or AttemptOutcome.LostNode;

    /// <summary>Status of the trial afterwards.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="counts">True when it counts (see <see cref="Counts"/>).</param>
    /// <param name="failures">Counted failures of the trial, this one included.</param>
    /// <param name="retries">Failures that are retried.</param>
    /// <param name="cancelled">True when the user cancelled the sweep: nothing is planned again.</param>
    public static TrialStatus Next(AttemptOutcome outcome, bool counts, int failures, int retries, bool cancelled) => outcome switch
    {
        AttemptOutcome.Completed => TrialStatus.Completed,
        AttemptOutcome.Stopped => TrialStatus.Stopped,
        AttemptOutcome.Diverged => TrialStatus.Diverged,
        AttemptOutcome.Cancelled => TrialStatus.Cancelled,
        _ when !FailureClass.Of(outcome).IsRetried => TrialStatus.Failed,
        _ when cancelled => TrialStatus.Cancelled,
        _ when !counts => TrialStatus.Planned,
        _ => failures <= retries ? TrialStatus.Planned : TrialStatus.Failed,
    };
}
