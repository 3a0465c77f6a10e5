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

    /// <summary>Reads a slot's events; see <see cref="IWorkerGrain.ReadEvents"/>.</summary>
    Task<SlotEvents> ReadEvents(SlotName slot, long afterSequence, TimeSpan wait, CancellationToken cancel);

    /// <summary>Ends an attempt; see <see cref="IWorkerGrain.Stop"/>.</summary>
    void Stop(SlotName slot, TrialRef trial, AttemptOutcome outcome, string? reason);

    /// <summary>Reads what this node keeps of a trial's output; see <see cref="IWorkerGrain.ReadOutput"/>.</summary>
    OutputPart? ReadOutput(TrialRef trial, bool isError, long offset);

    /// <summary>Takes a slot out of use until the node restarts; see <see cref="IWorkerGrain.Quarantine"/>.</summary>
    void Quarantine(SlotName slot, string reason);

    IReadOnlyList<QuarantinedSlot> Quarantined { get; }

    /// <summary>Slots with an attempt on them now.</summary>
    IReadOnlyList<BusySlot> Busy { get; }

    /// <summary>Takes no more attempts, ends the running ones after a checkpoint, then the workers: dead when it completes.</summary>
    /// <param name="outcome">What the running attempts end as: interrupted, or preempted when the node is asked to leave a cluster.</param>
    Task Close(AttemptOutcome outcome = AttemptOutcome.Interrupted);

    /// <summary>Completes when coordinators have recorded all that happened on the slots, or after <paramref name="limit"/>.</summary>
    Task Settle(TimeSpan limit);
}
