using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Silo.Workers;

/// <summary>How a worker process ended, as the operating system tells it.</summary>
/// <param name="Code">Exit code; 128 + signal number when a signal ended it.</param>
public sealed record WorkerExit(int Code)
{
    private static readonly string[] MemoryWords =
        ["out of memory", "outofmemory", "can't allocate memory", "cannot allocate memory", "bad_alloc"];

    /// <summary>Process ids of what its program left behind and nobody could kill.</summary>
    public IReadOnlyList<int> Leftovers { get; init; } = [];

    /// <summary>True when a message or the end of stderr speaks of exhausted memory (libtorch and CUDA have no other sign).</summary>
    public static bool SpeaksOfMemory(string? text) =>
        text is not null && MemoryWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What an exit that nobody asked for means.</summary>
    /// <param name="launching">True when it had not said ready yet.</param>
    public (AttemptOutcome Outcome, string Reason) Explain(string stderr, bool launching)
    {
        var how = ProcessExit.Describe(Code);
        if (ProcessExit.IsKill(Code))
            return (AttemptOutcome.OutOfMemory, $"the worker {how}; most likely the kernel ended it for lack of memory");
        if (ProcessExit.IsTerminate(Code)) return (AttemptOutcome.Preempted, $"the worker {how}");
        if (SpeaksOfMemory(stderr)) return (AttemptOutcome.OutOfMemory, $"the worker ran out of memory and {how}");
        return (AttemptOutcome.Crashed, launching ? $"the worker {how} before it was ready"
            : $"the worker {how} in the middle of the trial");
    }
}
