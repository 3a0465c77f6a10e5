using Sweep.Contracts;
using Sweep.Search.Slots;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Operations;
using Sweep.Silo.Sweeps;

namespace Sweep.Silo.Grains;

/// <summary>Thin shell around <see cref="SlotBroker"/>. Its state is rebuilt from offers and claims within a lease.</summary>
[KeepAlive]
public sealed class SlotBrokerGrain(TimeProvider clock, NodeOptions node, SweepReviver reviver) : Grain, ISlotBrokerGrain
{
    private static readonly TimeSpan RevivalPeriod = TimeSpan.FromSeconds(1);

    private readonly SlotBroker broker = new(SlotLease.Duration);
    private readonly MonotonicClock time = new(clock);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // The next offer of any node activates this grain again after it was lost; so the timer that revives sweeps is here.
        if (node.IsInCluster)
            this.RegisterGrainTimer(Revive, new GrainTimerCreationOptions(TimeSpan.Zero, RevivalPeriod) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task Offer(NodeOffer offer, CancellationToken cancel = default)
    {
        broker.Offer(offer, time.Now);
        return Task.CompletedTask;
    }

    public Task Withdraw(string node, string incarnation, CancellationToken cancel = default)
    {
        broker.Withdraw(node, incarnation);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SlotGrant>> Claim(SlotClaim claim, CancellationToken cancel = default) =>
        Task.FromResult(broker.Claim(claim, time.Now));

    public Task Release(string sweep, IReadOnlyList<SlotName> slots, CancellationToken cancel = default)
    {
        broker.Release(sweep, slots);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SlotName>> ListSlots(CancellationToken cancel = default)
    {
        broker.Expire(time.Now);
        return Task.FromResult(broker.Slots);
    }

    public Task<IReadOnlyList<NodeView>> ListNodes(CancellationToken cancel = default)
    {
        broker.Expire(time.Now);
        return Task.FromResult<IReadOnlyList<NodeView>>([.. broker.ListNodes().Select(n => n with { LastSeen = time.ToWall(n.LastSeen) })]);
    }

    private async Task Revive(CancellationToken cancel)
    {
        // Orleans (10.4) holds a lock of this grain until the first wait, and a sweep that starts asks this grain while it holds its own:
        // neither would ever go on when both come at once.
        await Task.Yield();
        if (await reviver.Revive(cancel) is not { } running) return;
        // Not waited for: a node that does not answer holds up nobody else.
        foreach (var orphan in broker.FindAbandoned(running, time.Now)) _ = reviver.Stop(orphan, cancel);
    }
}
