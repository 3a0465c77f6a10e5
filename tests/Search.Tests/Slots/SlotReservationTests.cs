using Sweep.Contracts;
using Sweep.Search.Slots;
using static Sweep.Search.Tests.Slots.Offers;

namespace Sweep.Search.Tests.Slots;

/// <summary>Nobody waits for ever, whatever he needs.</summary>
public sealed class SlotReservationTests : BrokerOfFourCores
{
    [Fact]
    public void One_slot_is_shared_in_turns()
    {
        Broker.Withdraw("n", "1");
        Broker.Offer(Node("m", Cpu(1)), Start);

        Assert.Single(Claim("a", [], 10, At(0)));
        Assert.Empty(Claim("b", [], 10, At(1)));
        Assert.Empty(Claim("a", ["m/cpu/0"], 10, At(2)));
        Assert.Empty(Claim("a", [], 10, At(3)));
        Assert.Single(Claim("b", [], 10, At(4)));
        Assert.Empty(Claim("b", ["m/cpu/0"], 10, At(5)));

        static DateTimeOffset At(int second) => Start + TimeSpan.FromSeconds(second);
    }

    [Fact]
    public void A_whole_device_is_emptied_for_whoever_waits_long_for_one()
    {
        Broker.Offer(Node("o", Cpu(4)), Start);
        var whole = new SlotNeed { Device = DeviceClass.Cpu, Share = 4 };
        string[] spread = Claim("a", [], 8);
        Ask("b", [], (whole, 1));
        // Its share is half of all; what a keeps of its own is on both nodes.
        string[] half = ["n/cpu/0", "n/cpu/1", "o/cpu/2", "o/cpu/3"];
        var later = Start + SlotBroker.ReservationDelay;
        Assert.Equal(8, spread.Length);

        Claim("a", half, 8, later);
        Assert.Empty(Ask("b", [], later, (whole, 1)));
        var kept = Claim("a", half, 8, later);
        Claim("a", kept, 8, later);

        Assert.True(Assert.Single(Ask("b", [], later, (whole, 1))).IsWholeDevice);
    }

    [Fact]
    public void A_sweep_s_own_small_trials_make_room_for_its_large_one()
    {
        var small = new SlotNeed { Device = DeviceClass.Cpu };
        var whole = small with { Share = 4 };
        Ask("a", [], (small, 100));
        // One of them ran out of memory: it is tried again without neighbours.
        SlotGrant[] three = [.. Four[..3].Select(slot => new SlotGrant { Slot = slot })];
        Ask("a", three, Start, (whole, 1), (small, 100));
        var later = Start + SlotBroker.ReservationDelay;
        Ask("a", three, later, (whole, 1), (small, 100));

        Assert.Empty(Ask("a", three, later, (whole, 1), (small, 100)));
        Assert.True(Assert.Single(Ask("a", [], later, (whole, 1), (small, 100))).IsWholeDevice);
    }

    [Fact]
    public void A_device_is_kept_for_nobody_who_avoids_its_node()
    {
        var whole = new SlotNeed { Device = DeviceClass.Cpu, Share = 4 };
        Claim("a", [], 4);
        Ask("b", [], (whole, 1));
        var later = Start + SlotBroker.ReservationDelay;
        Ask("b", [], later, (whole, 1));
        Assert.Empty(Claim("c", [], 1, later));
        Claim("a", [], 0, later);

        Broker.Claim(new SlotClaim { Sweep = "b", Wants = [new(whole, 1)], Avoids = ["n"] }, later);

        Assert.Equal(["n/cpu/0"], Claim("c", [], 1, later));
    }

    [Fact]
    public void A_device_is_not_kept_from_a_higher_priority()
    {
        var whole = new SlotNeed { Device = DeviceClass.Cpu, Share = 4 };
        Claim("a", [], 4);
        Ask("b", [], (whole, 1));
        var later = Start + SlotBroker.ReservationDelay;
        Ask("b", [], later, (whole, 1));
        Claim("a", [], 0, later);

        Assert.Empty(Claim("c", [], 1, later));
        Assert.Equal(["n/cpu/0"], Claim("high", [], 1, later, priority: 1));
    }
}
