using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Slots;

/// <summary>Thin shell around <see cref="SlotBroker"/>. Its state is rebuilt from offers and claims within a lease.</summary>
[KeepAlive]
public sealed class SlotBrokerGrain(TimeProvider clock) : Grain, ISlotBrokerGrain
{
    /// <summary>How long an offer or a claim holds without renewal; both are renewed every <see cref="Renewal"/>.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <summary>How often nodes and sweeps give a sign of life.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    private readonly SlotBroker broker = new(Lease);

    public Task Offer(string node, string incarnation, IReadOnlyList<string> slots, CancellationToken cancel = default)
    {
        broker.Offer(node, incarnation, slots, clock.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task Withdraw(string node, string incarnation, CancellationToken cancel = default)
    {
        broker.Withdraw(node, incarnation);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> Claim(string sweep, IReadOnlyList<string> held, int wanted, CancellationToken cancel = default) =>
        Task.FromResult(broker.Claim(sweep, held, wanted, clock.GetUtcNow()));

    public Task Release(string sweep, IReadOnlyList<string> slots, CancellationToken cancel = default)
    {
        broker.Release(sweep, slots);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListSlots(CancellationToken cancel = default)
    {
        broker.Expire(clock.GetUtcNow());
        return Task.FromResult(broker.Slots);
    }
}
