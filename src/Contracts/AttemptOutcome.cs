namespace Sweep.Contracts;

/// <summary>How one attempt ended. The first three end the trial;
/// of the rest, <see cref="Interrupted"/> and <see cref="NodeFault"/> never count against <c>retries</c>.</summary>
public enum AttemptOutcome
{
    /// <summary>All epochs ran.</summary>
    Completed,

    /// <summary>The stopper ended it.</summary>
    Stopped,

    /// <summary>Loss NaN, infinite or exploded.</summary>
    Diverged,

    /// <summary>The user cancelled it.</summary>
    Cancelled,

    /// <summary>The worker process ended without a word: a native crash, an exit code, an unknown signal.</summary>
    Crashed,

    /// <summary>The worker ran out of memory, or was killed by the kernel for memory.</summary>
    OutOfMemory,

    /// <summary>No progress for longer than the limit.</summary>
    Hung,

    /// <summary>The experiment itself reported an error (a checkpoint folder that is gone, a program's non-zero exit).</summary>
    Error,

    /// <summary>Another attempt would fail in the same way (a refused configuration); not retried.</summary>
    BadInput,

    /// <summary>The node or coordinator was stopped or lost while it ran.</summary>
    Interrupted,

    /// <summary>The place is at fault, not the trial (full disk, a folder without access, a changed text, a foreign checkpoint, no
    /// libtorch): the sweep pauses, nothing is counted, <c>sweep resume</c> goes on.</summary>
    NodeFault,

    /// <summary>The node vanished with the attempt (killed, cut off, restarted): the trial starts again elsewhere from its last checkpoint,
    /// uncounted at first (<see cref="FailureClass.CountedFrom"/>).</summary>
    LostNode,

    /// <summary>The worker or its node was asked to leave (SIGTERM): it saved a checkpoint and handed the trial back, uncounted.</summary>
    Preempted,

    /// <summary>The early-stopping rule paused it: it saved a checkpoint, and its trial waits to go on.</summary>
    Paused,
}
