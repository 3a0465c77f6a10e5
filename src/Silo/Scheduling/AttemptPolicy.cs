using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Scheduling;

/// <summary>What the end of an attempt means for its trial.</summary>
public static class AttemptPolicy
{
    /// <summary>True for the outcomes that count against <c>retries</c>.</summary>
    public static bool IsFailure(this AttemptOutcome outcome) => FailureClass.Of(outcome).IsCounted;

    /// <summary>True when this end counts against <c>retries</c>: memory that neighbours may have taken is not the trial's failure.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="hadDeviceAlone">True when nothing else could run on its device.</param>
    public static bool Counts(AttemptOutcome outcome, bool hadDeviceAlone) =>
        FailureClass.Of(outcome) is { IsCounted: true } known && (!known.NeedsMoreRoom || hadDeviceAlone);

    /// <summary>How often a trial's share was doubled, from its history alone: attempts that ran out of memory and were not counted.</summary>
    /// <param name="outcomes">Ends of all attempts of the trial.</param>
    /// <param name="failures">Attempts that the ledger counts as failures.</param>
    public static int Doublings(IEnumerable<AttemptOutcome> outcomes, int failures)
    {
        var (crowded, others) = (0, 0);
        foreach (var known in outcomes.Select(FailureClass.Of))
        {
            if (known.NeedsMoreRoom) crowded++;
            else if (known.IsCounted) others++;
        }

        return Math.Max(0, crowded - Math.Max(0, failures - others));
    }

    /// <summary>Status of the trial afterwards.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="failures">Counted failures of the trial, this one included.</param>
    /// <param name="retries">Failures that are retried.</param>
    /// <param name="cancelled">True when the user cancelled the sweep: nothing is planned again.</param>
    public static TrialStatus Next(AttemptOutcome outcome, int failures, int retries, bool cancelled) => outcome switch
    {
        AttemptOutcome.Completed => TrialStatus.Completed,
        AttemptOutcome.Stopped => TrialStatus.Stopped,
        AttemptOutcome.Diverged => TrialStatus.Diverged,
        AttemptOutcome.Cancelled => TrialStatus.Cancelled,
        _ when !FailureClass.Of(outcome).IsRetried => TrialStatus.Failed,
        _ when cancelled => TrialStatus.Cancelled,
        _ when !FailureClass.Of(outcome).IsCounted => TrialStatus.Planned,
        _ => failures <= retries ? TrialStatus.Planned : TrialStatus.Failed,
    };
}
