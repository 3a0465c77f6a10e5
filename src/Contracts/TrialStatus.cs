namespace Sweep.Contracts;

/// <summary>Life of a trial. The last five are final: the ledger refuses any change after them.</summary>
public enum TrialStatus
{
    /// <summary>Waits for a slot (also after a failed attempt that will be retried).</summary>
    Planned,

    /// <summary>An attempt is on a slot.</summary>
    Running,

    /// <summary>Holds no slot: it has a checkpoint and waits until the early-stopping rule lets it go on.</summary>
    Paused,

    /// <summary>Ran all its epochs.</summary>
    Completed,

    /// <summary>Ended early by the stopper.</summary>
    Stopped,

    /// <summary>Loss became NaN or infinite, or exploded; ranked last, not retried.</summary>
    Diverged,

    /// <summary>All attempts failed; the reason of the last one is kept.</summary>
    Failed,

    /// <summary>Cancelled by the user.</summary>
    Cancelled,
}

/// <summary>Facts about <see cref="TrialStatus"/>.</summary>
public static class TrialStatusExtensions
{
    /// <summary>True for the five statuses in which nothing more happens by itself.</summary>
    public static bool IsFinal(this TrialStatus status) => status is not (TrialStatus.Planned or TrialStatus.Running or TrialStatus.Paused);

    /// <summary>True when it ended without a result, so that its user may have it run again.</summary>
    public static bool MayRunAgain(this TrialStatus status) =>
        status is TrialStatus.Failed or TrialStatus.Diverged or TrialStatus.Cancelled;
}
