using Sweep.Contracts;
using static Sweep.Search.Tests.Slots.Offers;

namespace Sweep.Search.Tests.Slots;

/// <summary>Who gets what.</summary>
public sealed class SlotBrokerTests : BrokerOfFourCores
{
    [Fact]
    public void A_lone_sweep_gets_every_slot_it_can_use()
    {
        Assert.Equal(Four, Claim("a", [], 10));
        Assert.Equal(Four[..3], Claim("a", Four, 3));
    }

    [Fact]
    public void A_second_sweep_gets_its_half_as_the_first_gives_back()
    {
        Claim("a", [], 10);

        Assert.Empty(Claim("b", [], 10));
        var kept = Claim("a", Four, 10);
        Broker.Release("a", [.. Four.Except(kept)]);

        Assert.Equal(Four[..2], kept);
        Assert.Equal(Four[2..], Claim("b", [], 10));
    }

    [Fact]
    public void What_a_modest_sweep_does_not_want_goes_to_the_others()
    {
        Claim("modest", [], 1);

        Assert.Equal(3, Claim("greedy", [], 10).Length);
    }

    [Fact]
    public void A_sweep_that_gives_no_sign_of_life_loses_its_slots()
    {
        Claim("a", [], 10);
        Broker.Offer(Node("n", Cpu(4)), Start + Lease);

        Assert.Empty(Claim("b", [], 10, Start + Lease));
        Assert.Equal(Four, Claim("b", [], 10, Start + Lease + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void What_still_runs_for_a_sweep_without_a_coordinator_keeps_its_place_until_the_next_one_comes()
    {
        Claim("a", [], 2);
        var later = Start + Lease + TimeSpan.FromSeconds(1);
        Broker.Offer(Node("n", Cpu(4)) with { Busy = [new("n/cpu/0", new("a", 7, 1)), new("n/cpu/1", new("a", 8, 1))] }, later);

        Assert.Equal(Four[2..], Claim("b", [], 10, later));
        Assert.Equal(Four[..2], Claim("a", Four[..2], 10, later));
    }

    [Fact]
    public void An_attempt_that_its_sweep_s_new_coordinator_missed_keeps_its_place_from_the_second_offer_on()
    {
        Claim("a", [], 1);
        Claim("a", [], 0);
        var busy = Node("n", Cpu(4)) with { Busy = [new("n/cpu/0", new("a", 7, 1))] };

        Broker.Offer(busy, Start);
        Assert.Equal(4, Assert.Single(Broker.ListNodes()).Devices[0].FreeUnits);
        Broker.Offer(busy, Start);

        Assert.Equal(Four[1..], Claim("b", [], 10));
        Broker.Offer(Node("n", Cpu(4)), Start);
        Assert.Equal(Four, Claim("b", Four[1..], 10).Order());
    }

    [Fact]
    public void What_nobody_holds_takes_the_share_and_the_memory_of_its_trial()
    {
        Broker.Offer(Node("g", Gpu(0, gib: 80))
            with
        { Busy = [new("g/cuda:0/0", new("gone", 7, 1), Share: 0.25, MemoryBytes: 30L << 30)] }, Start);
        var quarter = new SlotNeed { Device = DeviceClass.Cuda, Share = 0.25, MemoryBytes = 20L << 30 };

        Assert.Equal(["g/cuda:0/1", "g/cuda:0/2"], Ask("a", [], (quarter, 9)).Select(g => g.Slot.Text));
        Assert.Equal([0.25, 0.25, 0.25], Broker.ListNodes()[0].Slots.Select(s => s.Share));
    }

    [Fact]
    public void A_slot_that_a_sweep_gives_back_is_free_at_once_whatever_its_node_said_before()
    {
        Claim("a", [], 4);
        Broker.Offer(Node("n", Cpu(4)) with { Busy = [new("n/cpu/0", new("a", 7, 1))] }, Start);

        Broker.Release("a", [.. Four]);

        Assert.Equal(Four, Claim("b", [], 10));
    }

    [Fact]
    public void A_node_that_gives_no_sign_of_life_takes_its_slots_with_it()
    {
        Broker.Offer(Node("m", Cpu(1)), Start + Lease);

        Assert.Equal(["m/cpu/0"], Claim("a", Four, 10, Start + Lease + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_node_that_leaves_takes_its_slots_with_it_unless_it_has_come_back()
    {
        Broker.Offer(Node("n", Cpu(4)) with { Incarnation = "2" }, Start);

        Broker.Withdraw("n", "1");
        Assert.Equal("n", Assert.Single(Broker.ListNodes()).Offer.Node);
        Broker.Withdraw("n", "2");
        Assert.Empty(Broker.ListNodes());
    }

    [Fact]
    public void A_restarted_broker_believes_what_sweeps_say_they_hold()
    {
        Assert.Equal(Four[..2], Claim("a", Four[..2], 2));
        Assert.Equal(Four[2..], Claim("b", [], 10));
    }

    [Fact]
    public void A_restarted_broker_believes_it_also_of_nodes_that_come_back_later()
    {
        Claim("a", ["m/cpu/1"], 1);
        Broker.Offer(Node("m", Cpu(2)), Start);

        Assert.Equal([.. Four, "m/cpu/0"], Claim("b", [], 9).OrderBy(slot => slot.StartsWith('m')).ThenBy(slot => slot));
    }

    [Fact]
    public void A_slot_given_to_another_sweep_meanwhile_is_not_given_twice()
    {
        Claim("a", [], 4);
        var later = Start + Lease + TimeSpan.FromSeconds(1);
        Broker.Offer(Node("n", Cpu(4)), later);
        Claim("b", [], 4, later);

        Assert.Empty(Claim("a", Four, 4, later).Intersect(Claim("b", Four, 4, later)));
    }

    [Fact]
    public void A_draining_node_gets_nothing_new_and_takes_back_what_it_lent()
    {
        Claim("a", [], 2);
        Broker.Offer(Node("n", Cpu(4)) with { Draining = true }, Start);
        Broker.Offer(Node("m", Cpu(4)), Start);

        // Two trials still run on the old node, so two more are all that it can use.
        Assert.Equal(["m/cpu/0", "m/cpu/1"], Claim("a", Four[..2], 4));
    }

    [Fact]
    public void A_quarantined_slot_is_taken_out_of_use_with_its_share()
    {
        Claim("a", [], 4);
        Broker.Offer(Node("n", Cpu(4)) with { Quarantined = [new("n/cpu/1", "three trials crashed there")] }, Start);

        Assert.Equal(["n/cpu/0", "n/cpu/2", "n/cpu/3"], Claim("a", Four, 10));
        Assert.Equal(["n/cpu/0", "n/cpu/2", "n/cpu/3"], Claim("a", ["n/cpu/0", "n/cpu/2", "n/cpu/3"], 10));
    }

    [Fact]
    public void A_quarantined_quarter_leaves_three_quarters_of_its_device()
    {
        Broker.Offer(Node("g", Gpu(0)) with { Quarantined = [new("g/cuda:0/1", "three trials crashed there", Share: 0.25)] }, Start);

        Assert.Empty(Ask("whole", [], (new SlotNeed { Device = DeviceClass.Cuda }, 1)));
        Assert.Equal(["g/cuda:0/0", "g/cuda:0/2", "g/cuda:0/3"], Ask("a", [], (new SlotNeed { Device = DeviceClass.Cuda, Share = 0.25 }, 9))
            .Select(g => g.Slot.Text));
    }

    [Fact]
    public void Quarter_shares_pack_four_on_a_gpu_and_spread_while_there_is_room()
    {
        Broker.Withdraw("n", "1");
        Broker.Offer(Node("g", Gpu(0), Gpu(1)), Start);
        var quarter = new SlotNeed { Device = DeviceClass.Cuda, Share = 0.25 };

        Assert.Equal(["g/cuda:0/0", "g/cuda:1/0", "g/cuda:0/1"], Ask("a", [], (quarter, 3)).Select(g => g.Slot.Text));
        Assert.Equal(5, Ask("b", [], (quarter, 20)).Count);
    }

    [Fact]
    public void Trials_are_placed_where_their_memory_fits()
    {
        Broker.Withdraw("n", "1");
        Broker.Offer(Node("g", Gpu(0, gib: 16), Gpu(1, gib: 80)), Start);
        var large = new SlotNeed { Device = DeviceClass.Cuda, Share = 0.25, MemoryBytes = 30L << 30 };

        Assert.Equal(["g/cuda:1/0", "g/cuda:1/1"], Ask("a", [], (large, 9)).Select(g => g.Slot.Text));
        Assert.Empty(Ask("b", [], (large with { MemoryBytes = 100L << 30 }, 1)));
    }

    [Fact]
    public void Whoever_takes_anything_leaves_gpus_to_those_who_need_one()
    {
        Broker.Offer(Node("g", Gpu(0), Gpu(1)), Start);
        Ask("needs", [], (new SlotNeed { Device = DeviceClass.Cuda }, 2));

        Assert.Equal(Four, Ask("takes", [], (new SlotNeed(), 9)).Select(g => g.Slot.Text));
    }

    [Fact]
    public void A_gpu_is_no_part_of_the_share_of_whoever_has_cores_coming_to_him()
    {
        Broker.Offer(Node("g", Gpu(0)), Start);
        Ask("cores", [], (new SlotNeed { Device = DeviceClass.Cpu }, 4));
        var gpu = Ask("takes", [], (new SlotNeed(), 4));
        Assert.Equal("g/cuda:0/0", Assert.Single(gpu).Slot);

        Ask("needs", [], (new SlotNeed { Device = DeviceClass.Cuda }, 1));

        Assert.Empty(Ask("takes", gpu, (new SlotNeed(), 4)));
    }

    [Fact]
    public void A_higher_priority_gets_the_next_free_slots_and_running_trials_are_left_alone()
    {
        Claim("low", [], 10);

        Assert.Empty(Claim("high", [], 10, priority: 5));
        Assert.Empty(Claim("low", Four, 10));
        Assert.Empty(Claim("low", Four[..3], 10));
        Assert.Equal(["n/cpu/3"], Claim("high", [], 10, priority: 5));
    }

    [Fact]
    public void A_share_above_the_device_is_the_whole_device() =>
        Assert.True(Assert.Single(Ask("a", [], (new SlotNeed { Share = 8 }, 3))).IsWholeDevice);

    [Fact]
    public void A_node_shows_who_holds_what_and_what_is_free()
    {
        Ask("a", [], (new SlotNeed { Share = 2 }, 1));
        Broker.Offer(Node("n", Cpu(4)) with { Busy = [new("n/cpu/0", new("a", 7, 1))] }, Start);

        var node = Assert.Single(Broker.ListNodes());

        Assert.Equal(2, Assert.Single(node.Devices).FreeUnits);
        var slot = Assert.Single(node.Slots);
        Assert.Equal(("n/cpu/0", "a", 2.0, new TrialRef("a", 7, 1)), (slot.Slot, slot.Sweep, slot.Share, slot.Trial));
        Assert.Equal(Start, node.LastSeen);
    }
}
