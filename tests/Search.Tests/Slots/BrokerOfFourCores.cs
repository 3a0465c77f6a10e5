using Sweep.Contracts;
using Sweep.Search.Slots;
using static Sweep.Search.Tests.Slots.Offers;

namespace Sweep.Search.Tests.Slots;

/// <summary>A broker with one node of four cores, and short forms of what sweeps ask of it.</summary>
public abstract class BrokerOfFourCores
{
    private protected static readonly string[] Four = ["n/cpu/0", "n/cpu/1", "n/cpu/2", "n/cpu/3"];

    private protected BrokerOfFourCores() => Broker.Offer(Node("n", Cpu(4)), Start);

    private protected SlotBroker Broker { get; } = new(Lease);

    private protected string[] Claim(string sweep, string[] held, int wanted, DateTimeOffset? now = null, int priority = 0)
    {
        var claim = new SlotClaim
        {
            Sweep = sweep,
            Held = [.. held.Select(s => new SlotGrant { Slot = s })],
            Wants = [new(new SlotNeed(), wanted)],
            Priority = priority
        };
        return [.. Broker.Claim(claim, now ?? Start).Select(g => g.Slot.Text)];
    }

    private protected IReadOnlyList<SlotGrant> Ask(
        string sweep, IReadOnlyList<SlotGrant> held, params (SlotNeed Need, int Count)[] wants) => Ask(sweep, held, Start, wants);

    private protected IReadOnlyList<SlotGrant> Ask(
        string sweep, IReadOnlyList<SlotGrant> held, DateTimeOffset now, params (SlotNeed Need, int Count)[] wants) =>
        Broker.Claim(new SlotClaim { Sweep = sweep, Held = held, Wants = [.. wants.Select(w => new SlotWant(w.Need, w.Count))] }, now);
}
