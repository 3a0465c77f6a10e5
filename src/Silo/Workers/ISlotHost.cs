using Sweep.Contracts;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Workers;

/// <summary>The slots of this node, whatever happens to the grains that are their face, <see cref="IWorkerGrain"/>. One per silo.</summary>
public interface ISlotHost
{
    /// <summary>Changes when the node restarts.</summary>
    string Incarnation { get; }

    /// <summary>Starts the workers that <see cref="Configuration.NodeOptions.WarmWorkers"/> asks for; returns at once.</summary>
    void Prepare();

    bool Run(SlotName slot, TrialOrder order);
    Task<SlotEvents> ReadEvents(SlotName slot, long afterSequence, TimeSpan wait, CancellationToken cancel);
    void Stop(SlotName slot, TrialRef trial, AttemptOutcome outcome, string? reason);
    OutputPart? ReadOutput(TrialRef trial, bool isError, long offset);
    void Quarantine(SlotName slot, string reason);

    IReadOnlyList<QuarantinedSlot> Quarantined { get; }
    IReadOnlyList<BusySlot> Busy { get; }

    /// <summary>Takes no more attempts, ends the running ones after a checkpoint, then the workers: dead when it completes.</summary>
    /// <param name="outcome">What the running attempts end as: interrupted, or preempted when the node is asked to leave a cluster.</param>
    Task Close(AttemptOutcome outcome = AttemptOutcome.Interrupted);

    /// <summary>Completes when coordinators have recorded all that happened on the slots, or after <paramref name="limit"/>.</summary>
    Task Settle(TimeSpan limit);
}
