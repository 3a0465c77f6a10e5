using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Slots;
using static Sweep.Search.Tests.Slots.Offers;

namespace Sweep.Search.Tests.Slots;

/// <summary>Whatever nodes and sweeps do, in whatever order: nothing is lent twice, and what there is is shared fairly.</summary>
public sealed class SlotBrokerProperties
{
    private static readonly Gen<SlotNeed> AnyNeed = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 3],
        (device, halvings, gib) =>
            new SlotNeed { Device = (DeviceClass)device, Share = Math.Pow(2, 1 - halvings), MemoryBytes = (long)gib << 30 });

    private static readonly Gen<(List<SlotNeed> Needs, int TrialSeconds, int ClaimSeconds, int Priority)> AnySweep =
        Gen.Select(AnyNeed.List[1, 2], Gen.Int[1, 10], Gen.Int[1, 3], Gen.Int[0, 1]);

    /// <summary>Each has room for every need.</summary>
    private static readonly Gen<DeviceOffer[]> AnyNode = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 2], (cores, gpus) =>
        (DeviceOffer[])[Cpu(cores), .. Enumerable.Range(0, gpus).Select(g => Gpu(g, gib: 4))]);

    private static readonly Gen<Turn> AnyTurn = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 3], AnyNeed, Gen.Int[0, 9], Gen.Int[0, 3], (kind, who, need, count, keep) =>
            new Turn(kind, who, need, count, keep));

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
    public void Equal_claims_end_within_one_unit_of_equal_shares() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[1, 4].List[1, 6]).Sample((nodes, slots, seconds) =>
    {
        var sweeps = seconds.Select(s => new SimulatedSweep([new()], s)).ToArray();

        Run(sweeps, 60, [.. Enumerable.Range(0, nodes).Select(n => Node($"n{n}", Cpu(slots)))]);

        // With more sweeps than slots they take turns: then one may just be changing hands.
        if (sweeps.Length <= nodes * slots) Assert.Equal(nodes * slots, sweeps.Sum(s => s.Held));
        Assert.InRange(sweeps.Max(s => s.Held) - sweeps.Min(s => s.Held), 0, 1);
    });

    [Fact]
    public void A_higher_priority_gets_all_it_can_use_before_lower_ones_get_any() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 15], Gen.Int[1, 15], Gen.Int[1, 4], Gen.Int[1, 4])
        .Sample((slots, high, low, highSeconds, lowSeconds) =>
    {
        SimulatedSweep[] sweeps = [new([new()], lowSeconds, wanted: low), new([new()], highSeconds, priority: 1, wanted: high)];

        Run(sweeps, 30, Node("n", Cpu(slots)));

        Assert.Equal((Math.Min(slots, high), Math.Min(low, Math.Max(0, slots - high))), (sweeps[1].Held, sweeps[0].Held));
    });

    [Fact]
    public void Nobody_of_the_highest_priority_starves() => Gen.Select(AnyNode.List[1, 3], AnySweep.List[2, 6]).Sample((nodes, kinds) =>
    {
        var sweeps = kinds.Select(k => new SimulatedSweep(k.Needs, k.TrialSeconds, k.ClaimSeconds, k.Priority)).ToArray();
        var highest = sweeps.Max(s => s.Priority);

        Run(sweeps, 60 * sweeps.Length, [.. nodes.Select((devices, n) => Node($"n{n}", devices))]);

        Assert.All(sweeps.Where(s => s.Priority == highest), sweep => Assert.True(sweep.HasBeenServed));
    }, iter: 2_000);

    /// <summary>Lets sweeps run trials for some seconds: each claims once a second.</summary>
    private static void Run(SimulatedSweep[] sweeps, int seconds, params NodeOffer[] nodes)
    {
        var broker = new SlotBroker(Lease);
        for (var second = 0; second < seconds; second++)
        {
            var now = Start + TimeSpan.FromSeconds(second);
            foreach (var node in nodes) broker.Offer(node, now);
            for (var i = 0; i < sweeps.Length; i++) sweeps[i].Claim(broker, $"s{i}", now);
        }
    }

    private sealed record Turn(int Kind, int Who, SlotNeed Need, int Count, int Keep);

    private sealed class World
    {
        private static readonly NodeOffer[] Nodes =
            [Node("a", Cpu(4)), Node("b", Cpu(2), Gpu(0, gib: 4)), Node("c", Gpu(0, gib: 2), Gpu(1)), Node("d", Cpu(1))];
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
            foreach (var device in broker.ListNodes().SelectMany(n =>
                n.Devices.Select(d => (d.Offer, Slots: n.Slots.Where(s => s.Slot.Text.StartsWith($"{n.Offer.Node}/{d.Offer.Device}/"))))))
            {
                Assert.True(device.Slots.Sum(s => s.Share) <= device.Offer.Units + 1e-9, "more units than there are");
                if (device.Offer.MemoryBytes > 0)
                    Assert.True(device.Slots.Sum(s => s.MemoryBytes) <= device.Offer.MemoryBytes, "more memory than there is");
            }
        }

        private void Claim(Turn turn)
        {
            SlotGrant[] keeps = [.. held[turn.Who].Skip(turn.Keep)];
            held[turn.Who] = broker.Claim(
                new SlotClaim { Sweep = $"s{turn.Who}", Held = keeps, Wants = [new(turn.Need, turn.Count)], Priority = turn.Keep }, now);
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
