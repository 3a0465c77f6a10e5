using CsCheck;
using Sweep.Experiments.Contracts;
using Sweep.Silo.Slots;
using static Sweep.Silo.Tests.Slots.Offers;

namespace Sweep.Silo.Tests.Slots;

/// <summary>Whatever nodes and sweeps do, in whatever order: nothing is lent twice, and what there is is shared fairly.</summary>
public sealed class SlotBrokerProperties
{
    private static readonly Gen<SlotNeed> AnyNeed = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 3],
        (device, halvings, gib) => new SlotNeed { Device = (DeviceClass)device, Share = Math.Pow(2, 1 - halvings), MemoryBytes = (long)gib << 30 });

    private static readonly Gen<Turn> AnyTurn = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 3], AnyNeed, Gen.Int[0, 9], Gen.Int[0, 3], (kind, who, need, count, keep) => new Turn(kind, who, need, count, keep));

    [Fact]
    public void Capacity_is_never_exceeded_and_no_slot_is_held_twice() => AnyTurn.List[0, 80].Sample(turns =>
    {
        var world = new World();
        foreach (var turn in turns)
        {
            world.Do(turn);
            world.Check();
        }
    });

    [Fact]
    public void Equal_claims_end_within_one_unit_of_equal_shares() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[1, 6]).Sample((nodes, slots, sweeps) =>
    {
        var held = Settle(nodes, slots, [.. Enumerable.Repeat((Wanted: 1000, Priority: 0), sweeps)]);

        // With more sweeps than slots they take turns: then one may just be changing hands.
        if (sweeps <= nodes * slots) Assert.Equal(nodes * slots, held.Sum());
        Assert.InRange(held.Max() - held.Min(), 0, 1);
    });

    [Fact]
    public void A_higher_priority_gets_all_it_can_use_before_lower_ones_get_any() => Gen.Select(Gen.Int[1, 12], Gen.Int[0, 15], Gen.Int[1, 15]).Sample((slots, high, low) =>
    {
        var held = Settle(1, slots, [(low, 0), (high, 1)]);

        Assert.Equal((Math.Min(slots, high), Math.Min(low, Math.Max(0, slots - high))), (held[1], held[0]));
    });

    [Fact]
    public void Nobody_starves_when_priorities_are_equal() => Gen.Select(Gen.Int[1, 3], AnyNeed.List[2, 6]).Sample((slots, needs) =>
    {
        var broker = new SlotBroker(Lease);
        var held = needs.Select(_ => (IReadOnlyList<SlotGrant>)[]).ToArray();
        var served = new bool[needs.Count];
        for (var second = 0; second < 40 * needs.Count; second++)
        {
            var now = Start + TimeSpan.FromSeconds(second);
            broker.Offer(Node("n", Cpu(slots), Gpu(0, gib: 4)), now);
            for (var i = 0; i < needs.Count; i++)
            {
                // Each trial takes a second: then the slot is kept if the broker says so, and goes back otherwise.
                var answer = broker.Claim(new SlotClaim { Sweep = $"s{i}", Held = held[i], Wants = [new(needs[i], 5)] }, now);
                served[i] |= answer.Count > 0;
                held[i] = answer;
            }
        }

        Assert.All(served, Assert.True);
    });

    /// <summary>Slots of each sweep when all have claimed again and again and given back what they were told to.</summary>
    private static int[] Settle(int nodes, int slots, (int Wanted, int Priority)[] sweeps)
    {
        var broker = new SlotBroker(Lease);
        for (var n = 0; n < nodes; n++) broker.Offer(Node($"n{n}", Cpu(slots)), Start);
        var held = sweeps.Select(_ => (IReadOnlyList<SlotGrant>)[]).ToArray();
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < sweeps.Length; i++)
            {
                var claim = new SlotClaim { Sweep = $"s{i}", Held = held[i], Wants = [new(new SlotNeed(), sweeps[i].Wanted)], Priority = sweeps[i].Priority };
                held[i] = broker.Claim(claim, Start);
            }
        }

        return [.. held.Select(h => h.Count)];
    }

    private sealed record Turn(int Kind, int Who, SlotNeed Need, int Count, int Keep);

    private sealed class World
    {
        private static readonly NodeOffer[] Nodes = [Node("a", Cpu(4)), Node("b", Cpu(2), Gpu(0, gib: 4)), Node("c", Gpu(0, gib: 2), Gpu(1)), Node("d", Cpu(1))];
        private readonly SlotBroker broker = new(Lease);
        private readonly IReadOnlyList<SlotGrant>[] held = [[], [], [], []];
        private DateTimeOffset now = Start;

        public void Do(Turn turn)
        {
            var node = Nodes[turn.Who];
            now += TimeSpan.FromSeconds(turn.Kind == 9 ? 30 : 1);
            if (turn.Kind is 0 or 1) broker.Offer(node with { Draining = turn.Keep == 0 }, now);
            else if (turn.Kind == 2) broker.Withdraw(node.Node, "1");
            else if (turn.Kind == 3) Release(turn);
            else Claim(turn);
        }

        public void Check()
        {
            foreach (var device in broker.ListNodes().SelectMany(n => n.Devices.Select(d => (d.Offer, Slots: n.Slots.Where(s => s.Slot.StartsWith($"{n.Offer.Node}/{d.Offer.Device}/"))))))
            {
                Assert.True(device.Slots.Sum(s => s.Share) <= device.Offer.Units + 1e-9, "more units than there are");
                if (device.Offer.MemoryBytes > 0) Assert.True(device.Slots.Sum(s => s.MemoryBytes) <= device.Offer.MemoryBytes, "more memory than there is");
            }
        }

        private void Claim(Turn turn)
        {
            SlotGrant[] keeps = [.. held[turn.Who].Skip(turn.Keep)];
            held[turn.Who] = broker.Claim(new SlotClaim { Sweep = $"s{turn.Who}", Held = keeps, Wants = [new(turn.Need, turn.Count)], Priority = turn.Keep }, now);
            // Whoever has not claimed for long may still believe in slots that are another's by now: the books do not.
            var books = broker.ListNodes().SelectMany(n => n.Slots).ToLookup(s => s.Slot, s => s.Sweep);
            Assert.All(held[turn.Who], grant => Assert.Equal($"s{turn.Who}", Assert.Single(books[grant.Slot])));
        }

        private void Release(Turn turn)
        {
            broker.Release($"s{turn.Who}", [.. held[turn.Who].Take(turn.Keep).Select(g => g.Slot)]);
            held[turn.Who] = [.. held[turn.Who].Skip(turn.Keep)];
        }
    }
}
