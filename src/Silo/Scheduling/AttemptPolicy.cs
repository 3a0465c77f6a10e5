using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Scheduling;

/// <summary>What the end of an attempt means for its trial.</summary>
public static class AttemptPolicy
{
    /// <summary>True for the outcomes that count against <c>retries</c>.</summary>
    public static bool IsFailure(this AttemptOutcome outcome) =>
        outcome is AttemptOutcome.Crashed or AttemptOutcome.OutOfMemory or AttemptOutcome.Hung or AttemptOutcome.Error or AttemptOutcome.BadInput;

    /// <summary>Status of the trial afterwards.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="failures">Failed attempts of the trial, this one included.</param>
    /// <param name="retries">Failures that are retried.</param>
    /// <param name="cancelled">True when the user cancelled the sweep: nothing is planned again.</param>
    public static TrialStatus Next(AttemptOutcome outcome, int failures, int retries, bool cancelled) => outcome switch
    {
        AttemptOutcome.Completed => TrialStatus.Completed,
        AttemptOutcome.Stopped => TrialStatus.Stopped,
        AttemptOutcome.Diverged => TrialStatus.Diverged,
        AttemptOutcome.Cancelled => TrialStatus.Cancelled,
        AttemptOutcome.BadInput => TrialStatus.Failed,
        _ when cancelled => TrialStatus.Cancelled,
        AttemptOutcome.Interrupted or AttemptOutcome.NodeFault or AttemptOutcome.LostNode or AttemptOutcome.Preempted => TrialStatus.Planned,
        _ => failures <= retries ? TrialStatus.Planned : TrialStatus.Failed,
    };
}
