using Sweep.Experiments.Contracts;

namespace Sweep.Experiments.Worker.Programs;

/// <summary>What the exit code of an external program means.</summary>
internal static class ProgramEnd
{
    private const int NotFound = 127;

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

    private static TrialEnded Ended(AttemptOutcome outcome, string reason) => new() { Outcome = outcome, Reason = reason };
}
