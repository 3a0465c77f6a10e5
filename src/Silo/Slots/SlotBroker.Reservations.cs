namespace Sweep.Silo.Slots;

/// <content>
/// Devices that are emptied for whoever would wait for ever otherwise: for a large slot on devices that small ones keep half full, or for a first slot
/// when shares come out as nothing. Whoever is blocked longest reserves first, and holds the reservation until he got one slot: so everybody gets his
/// turn, whatever the shares are. A sweep's own small slots make room for its large ones like those of others.
/// </content>
public sealed partial class SlotBroker
{
    /// <summary>Has one device emptied for a sweep that finds no room for long.</summary>
    private void Reserve(Claimant me, DateTimeOffset now)
    {
        if (me.Lacking.Count == 0)
        {
            me.Blocked = null;
            Unblock(me);
            return;
        }

        me.BlockedSince ??= now;
        // A device that it cannot use any more (its node drains, or is at fault for this sweep) would be kept from everybody.
        if (me.Reserved is { } reserved && !me.Lacking.Any(want => me.Wants[want].Need == me.Blocked && CanBeEmptied(reserved, me, want))) CancelReservation(me);
        if (me.Reserved is not null) return;
        me.Blocked = me.Wants[me.Lacking[0]].Need;
        if (now - me.BlockedSince >= Patience) ReserveBest(me);
    }

    /// <summary>
    /// For the most urgent of what it lacks that any device could be emptied for, the device on which least is in the way. One that is emptied for somebody
    /// else, or that somebody who comes before it waits for, is left to him; it waits for its turn then, and not for something less urgent: that would start its waiting anew.
    /// </summary>
    private void ReserveBest(Claimant me)
    {
        var first = claimants.Values.Where(c => c.Reserved is null && c.IsBlockedBefore(me)).ToList();
        foreach (var want in me.Lacking)
        {
            var possible = devices.Where(d => CanBeEmptied(d, me, want)).ToList();
            if (possible.Count == 0) continue;
            me.Blocked = me.Wants[want].Need;
            if (possible.Where(d => me.Takes(d) && !first.Exists(c => WaitsFor(d, c))).MinBy(d => (InTheWay(d, me, want).Units, d.Order)) is not { } best) return;
            if (best.ReservedFor is { } lower) CancelReservation(lower);
            (best.ReservedFor, me.Reserved) = (me, best);
            return;
        }
    }

    private bool WaitsFor(Device device, Claimant other) =>
        other.Blocked is { } need && other.WantOf(need) is var want && want >= 0 && CanBeEmptied(device, other, want);

    private static void Unblock(Claimant me)
    {
        me.BlockedSince = null;
        CancelReservation(me);
    }

    private static void CancelReservation(Claimant me)
    {
        if (me.Reserved is not null) me.Reserved.ReservedFor = null;
        me.Reserved = null;
    }

    /// <summary>True for a device that is being emptied for something more urgent of the same sweep.</summary>
    private static bool IsReservedForBetter(Device device, int want, Claimant me) =>
        device == me.Reserved && me.Blocked is { } need && me.WantOf(need) is var better && better >= 0 && want > better;

    /// <summary>True when the device has room for something that the sweep lacks once what is in its way is gone.</summary>
    private bool CanBeEmptied(Device device, Claimant me, int want)
    {
        var need = me.Wants[want].Need;
        return me.CanUse(device) && device.Suits(need) && me.MayReserve(want, device.Class) && device.HasRoom(need, InTheWay(device, me, want));
    }

    /// <summary>What has to make room for a want there: what others hold, unless their priority is higher, and what the sweep holds itself for less urgent ones.</summary>
    private Room InTheWay(Device device, Claimant me, int want)
    {
        var room = default(Room);
        foreach (var (index, use) in device.Uses)
        {
            var isInTheWay = use.Sweep == me.Sweep ? IsLessUrgent(index) : !claimants.TryGetValue(use.Sweep, out var other) || other.Priority <= me.Priority;
            if (isInTheWay) room += use;
        }

        return room;

        bool IsLessUrgent(int index) => me.Held.TryGetValue($"{device.Name}/{index}", out var mine) && me.WantOf(mine, device.Class) is var its && (its < 0 || its > want);
    }
}
