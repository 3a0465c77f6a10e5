using Sweep.Contracts;

namespace Sweep.Silo.Contracts;

/// <summary>The cluster-wide face of one slot. Key: the slot (<c>node/cpu/1</c>), which places it on its node.
/// Owns the slot's worker process through the node's host.</summary>
/// <remarks>Every call is short and may be repeated. Events are read by number and kept until a later read acknowledges them.</remarks>
[Alias("sweep.IWorkerGrain")]
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Starts an attempt. The same attempt again is harmless.</summary>
    /// <returns>False when the slot is busy with another attempt.</returns>
    [Alias("Run")]
    Task<bool> Run(TrialOrder order, CancellationToken cancel = default);

    /// <summary>Events after a number, which it acknowledges; waits up to <paramref name="wait"/> for the first.</summary>
    /// <param name="incarnation"><see cref="SlotEvents.Incarnation"/> that the number belongs to: a node that was restarted meanwhile
    /// counts anew, so it drops nothing and answers with all it has. null = its own (an older reader, or one that has nothing yet).</param>
    [Alias("ReadEvents")]
    Task<SlotEvents> ReadEvents(long afterSequence, TimeSpan wait, string? incarnation = null, CancellationToken cancel = default);

    /// <summary>Ends the attempt as stopped, cancelled or interrupted. Nothing happens when the slot runs another one.</summary>
    [Alias("Stop")]
    Task Stop(TrialRef trial, AttemptOutcome outcome, string? reason, CancellationToken cancel = default);

    /// <summary>What the slot's node keeps of a trial's standard output or error from a place on; null = nothing.</summary>
    /// <param name="trial">Any attempt of the trial.</param>
    /// <param name="isError">True for its standard error.</param>
    /// <param name="offset">The place, in bytes from the beginning.</param>
    [Alias("ReadOutput")]
    Task<OutputPart?> ReadOutput(TrialRef trial, bool isError, long offset, CancellationToken cancel = default);

    /// <summary>The slot gets no more trials until its node restarts: they fail there and nowhere else. A repeat is harmless.</summary>
    [Alias("Quarantine")]
    Task Quarantine(string reason, CancellationToken cancel = default);
}
