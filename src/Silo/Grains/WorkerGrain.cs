using Orleans.Concurrency;
using Orleans.Placement;
using Sweep.Contracts;
using Sweep.Silo.Contracts;
using Sweep.Silo.Placement;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Grains;

/// <summary>Thin face of one slot: the node's <see cref="ISlotHost"/> has everything, so losing it costs one re-activation.</summary>
[SlotPlacement, KeepAlive, Immovable, Reentrant]
public sealed class WorkerGrain(ISlotHost host) : Grain, IWorkerGrain
{
    public Task<bool> Run(TrialOrder order, CancellationToken cancel = default) =>
        Task.FromResult(host.Run(this.GetPrimaryKeyString(), order));

    public Task<SlotEvents> ReadEvents(long afterSequence, TimeSpan wait, string? incarnation = null, CancellationToken cancel = default) =>
        host.ReadEvents(this.GetPrimaryKeyString(), incarnation is null || incarnation == host.Incarnation ? afterSequence
            : 0, wait, cancel);

    public Task Stop(TrialRef trial, AttemptOutcome outcome, string? reason, CancellationToken cancel = default)
    {
        host.Stop(this.GetPrimaryKeyString(), trial, outcome, reason);
        return Task.CompletedTask;
    }

    public Task<OutputPart?> ReadOutput(TrialRef trial, bool isError, long offset, CancellationToken cancel = default) =>
        Task.FromResult(host.ReadOutput(trial, isError, offset));

    public Task Quarantine(string reason, CancellationToken cancel = default)
    {
        host.Quarantine(this.GetPrimaryKeyString(), reason);
        return Task.CompletedTask;
    }
}
