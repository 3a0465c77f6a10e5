using CsCheck;
using Sweep.Silo.Slots;

namespace Sweep.Silo.Tests.Slots;

public sealed class SlotBrokerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly string[] Four = ["n/cpu/0", "n/cpu/1", "n/cpu/2", "n/cpu/3"];

    private readonly SlotBroker broker = new(Lease);

    [Fact]
    public void A_lone_sweep_gets_every_slot_it_can_use()
    {
        broker.Offer("n", "1", Four, Start);

        Assert.Equal(Four, broker.Claim("a", [], 10, Start));
        Assert.Equal(Four[..3], broker.Claim("a", Four, 3, Start));
    }

    [Fact]
    public void A_second_sweep_gets_its_half_as_the_first_gives_back()
    {
        broker.Offer("n", "1", Four, Start);
        broker.Claim("a", [], 10, Start);

        Assert.Empty(broker.Claim("b", [], 10, Start));
        var kept = broker.Claim("a", Four, 10, Start);
        broker.Release("a", [.. Four.Except(kept)]);

        Assert.Equal(Four[..2], kept);
        Assert.Equal(Four[2..], broker.Claim("b", [], 10, Start));
    }

    [Fact]
    public void What_a_modest_sweep_does_not_want_goes_to_the_others()
    {
        broker.Offer("n", "1", Four, Start);
        broker.Claim("modest", [], 1, Start);

        Assert.Equal(3, broker.Claim("greedy", [], 10, Start).Count);
    }

    [Fact]
    public void A_sweep_that_gives_no_sign_of_life_loses_its_slots()
    {
        broker.Offer("n", "1", Four, Start);
        broker.Claim("a", [], 10, Start);
        broker.Offer("n", "1", Four, Start + Lease);

        Assert.Empty(broker.Claim("b", [], 10, Start + Lease));
        Assert.Equal(Four, broker.Claim("b", [], 10, Start + Lease + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_node_that_gives_no_sign_of_life_takes_its_slots_with_it()
    {
        broker.Offer("n", "1", Four, Start);
        broker.Offer("m", "1", ["m/cpu/0"], Start + Lease);

        Assert.Equal(["m/cpu/0"], broker.Claim("a", Four, 10, Start + Lease + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_node_that_leaves_takes_its_slots_with_it_unless_it_has_come_back()
    {
        broker.Offer("n", "1", Four, Start);
        broker.Offer("n", "2", Four, Start);

        broker.Withdraw("n", "1");
        Assert.Equal(Four, broker.Slots);
        broker.Withdraw("n", "2");
        Assert.Empty(broker.Slots);
    }

    [Fact]
    public void A_restarted_broker_believes_what_sweeps_say_they_hold()
    {
        broker.Offer("n", "1", Four, Start);

        Assert.Equal(Four[..2], broker.Claim("a", Four[..2], 2, Start));
        Assert.Equal(Four[2..], broker.Claim("b", [], 10, Start));
    }

    [Fact]
    public void A_slot_given_to_another_sweep_meanwhile_is_not_given_twice()
    {
        broker.Offer("n", "1", Four, Start);
        broker.Claim("a", [], 4, Start);
        var later = Start + Lease + TimeSpan.FromSeconds(1);
        broker.Offer("n", "1", Four, later);
        broker.Claim("b", [], 4, later);

        Assert.Empty(broker.Claim("a", Four, 4, later).Intersect(broker.Claim("b", Four, 4, later)));
    }

    [Fact]
    public void Honest_sweeps_never_hold_a_slot_together_and_end_with_fair_shares() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 6].List[1, 4], Gen.Int[0, 3].List[0, 40]).Sample((nodes, wants, turns) =>
        {
            var shared = new SlotBroker(Lease);
            for (var n = 0; n < nodes; n++) shared.Offer($"n{n}", "1", [$"n{n}/cpu/0", $"n{n}/cpu/1"], Start);
            var held = wants.Select(_ => (IReadOnlyList<string>)[]).ToArray();

            var rounds = turns.Select(t => t % wants.Count).Concat(Enumerable.Repeat(Enumerable.Range(0, wants.Count), 8).SelectMany(r => r));
            foreach (var sweep in rounds)
            {
                held[sweep] = shared.Claim($"s{sweep}", held[sweep], wants[sweep], Start);
                var all = held.SelectMany(h => h).ToList();
                Assert.Equal(all.Distinct().Count(), all.Count);
            }

            Assert.Equal(Math.Min(nodes * 2, wants.Sum()), held.Sum(h => h.Count));
            var unmet = held.Where((h, i) => h.Count < wants[i]).Select(h => h.Count).ToList();
            if (unmet.Count > 0) Assert.True(held.Max(h => h.Count) - unmet.Min() <= 1, "a sweep that wants more has less than its share");
        });
}
