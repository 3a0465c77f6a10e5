namespace Sweep.Search.Slots;

/// <content>
/// Devices that are emptied for whoever would wait for ever otherwise: for a large slot on devices that small ones keep half full, or for a
/// first slot when shares come out as nothing. Whoever is blocked longest reserves first, and holds the reservation until he got one slot:
/// so everybody gets his turn, whatever the shares are. A sweep's own small slots make room for its large ones like those of others.
/// </content>
public sealed partial class SlotBroker
{
    /// <summary>Has one device emptied for a sweep that finds no room for long.</summary>
    private void Reserve(SweepClaim own, DateTimeOffset now)
    {
        if (own.Lacking.Count == 0)
        {
            own.Blocked = null;
            Unblock(own);
            return;
        }

        own.BlockedSince ??= now;
        // A device that it cannot use any more (its node drains, or is at fault for this sweep) would be kept from everybody.
        if (own.Reserved is { } reserved
            && !own.Lacking.Any(want => own.Wants[want].Need == own.Blocked && CanBeEmptied(reserved, own, want))) CancelReservation(own);
        if (own.Reserved is not null) return;
        own.Blocked = own.Wants[own.Lacking[0]].Need;
        if (now - own.BlockedSince >= ReservationDelay) ReserveBest(own);
    }

    /// <summary>For the most urgent of what it lacks that any device could be emptied for, the device on which least is in the way. One
    /// that is emptied for somebody else, or that somebody who comes before it waits for, is left to him; it waits for its turn then, and
    /// not for something less urgent: that would start its waiting anew.</summary>
    private void ReserveBest(SweepClaim own)
    {
        var first = claims.Values.Where(c => c.Reserved is null && c.IsBlockedBefore(own)).ToList();
        foreach (var want in own.Lacking)
        {
            var possible = Devices.Where(d => CanBeEmptied(d, own, want)).ToList();
            if (possible.Count == 0) continue;
            own.Blocked = own.Wants[want].Need;
            if (possible.Where(d => own.Takes(d) && !first.Exists(c => WaitsFor(d, c)))
                .MinBy(d => (InTheWay(d, own, want).Units, d.Order)) is not { } best) return;
            if (best.ReservedFor is { } lower) CancelReservation(lower);
            (best.ReservedFor, own.Reserved) = (own, best);
            return;
        }
    }

    private bool WaitsFor(Device device, SweepClaim other) =>
        other.Blocked is { } need && other.WantOf(need) is var want && want >= 0 && CanBeEmptied(device, other, want);

    private static void Unblock(SweepClaim own)
    {
        own.BlockedSince = null;
        CancelReservation(own);
    }

    private static void CancelReservation(SweepClaim own)
    {
        if (own.Reserved is not null) own.Reserved.ReservedFor = null;
        own.Reserved = null;
    }

    /// <summary>True for a device that is being emptied for something more urgent of the same sweep.</summary>
    private static bool IsReservedForBetter(Device device, int want, SweepClaim own) =>
        device == own.Reserved && own.Blocked is { } need && own.WantOf(need) is var better && better >= 0 && want > better;

    /// <summary>True when the device has room for something that the sweep lacks once what is in its way is gone.</summary>
    private bool CanBeEmptied(Device device, SweepClaim own, int want)
    {
        var need = own.Wants[want].Need;
        return own.CanUse(device) && device.Suits(need) && own.MayReserve(want, device.Class)
            && device.HasRoom(need, InTheWay(device, own, want));
    }

    /// <summary>What has to make room for a want there: what others hold, unless their priority is higher,
    /// and what the sweep holds itself for less urgent ones.</summary>
    private Room InTheWay(Device device, SweepClaim own, int want)
    {
        var room = default(Room);
        foreach (var (index, use) in device.Uses)
        {
            var isInTheWay = use.Sweep == own.Sweep ? IsLessUrgent(index)
                : !claims.TryGetValue(use.Sweep, out var other) || other.Priority <= own.Priority;
            if (isInTheWay) room += use;
        }

        return room;

        bool IsLessUrgent(int index) => own.Held.TryGetValue($"{device.Name}/{index}", out var mine)
            && own.WantOf(mine, device.Class) is var its && (its < 0 || its > want);
    }
}
