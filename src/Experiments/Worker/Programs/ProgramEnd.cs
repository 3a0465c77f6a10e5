using Sweep.Contracts;

namespace Sweep.Experiments.Worker.Programs;

/// <summary>What the exit code of an external program means.</summary>
internal static class ProgramEnd
{
    private const int NotFound = 127;

    /// <summary>Whoever ends a whole group or unit of processes sends the same signal to the worker, which may read it a moment later.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>The failure; null when the program exited with 0.</summary>
    public static TrialEnded? Of(int code) => code switch
    {
        0 => null,
        NotFound => Ended(AttemptOutcome.Error, "the program exited with code 127: it, or what it starts, was not found on this node"),
        _ when ProcessExit.IsKill(code) =>
            Ended(AttemptOutcome.OutOfMemory, "the program was ended by SIGKILL; most likely the kernel ended it for lack of memory"),
        _ when ProcessExit.Signal(code) is not null => Ended(AttemptOutcome.Crashed, $"the program {ProcessExit.Describe(code)}"),
        _ => Ended(AttemptOutcome.Error, $"the program {ProcessExit.Describe(code)}; see the end of its standard error"),
    };

    /// <summary>True when a program that failed was asked to end: by the node, or with its worker by SIGTERM from outside.</summary>
    public static bool WasAsked(int code, TrialContext trial) => trial.Stop is not null || (ProcessExit.IsTerminate(code) && trial.WaitForStop(Moment));

    private static TrialEnded Ended(AttemptOutcome outcome, string reason) => new() { Outcome = outcome, Reason = reason };
}
