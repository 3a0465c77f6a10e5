namespace Sweep.Silo.Slots;

/// <content>
/// Devices that are emptied for whoever would wait for ever otherwise: for a large slot on devices that small ones keep half full, or for a first slot
/// when shares come out as nothing. Whoever is blocked longest reserves first, and holds the reservation until he got one slot: so everybody gets his
/// turn, whatever the shares are.
/// </content>
public sealed partial class SlotBroker
{
    /// <summary>Has one device emptied for a sweep that finds no room for long: the one on which others hold least.</summary>
    private void Reserve(Claimant me, DateTimeOffset now)
    {
        me.BlockedSince ??= now;
        // One it cannot use any more (its node drains, or is at fault for this sweep) would be kept from everybody.
        if (me.Reserved is { } reserved && !CanBeEmptied(reserved, me)) CancelReservation(me);
        if (now - me.BlockedSince < Patience || me.Reserved is not null) return;
        var first = claimants.Values.Where(c => c.Reserved is null && c.IsBlockedBefore(me)).ToList();
        var best = devices
            .Where(d => CanBeEmptied(d, me))
            .OrderBy(d => OthersOn(d, me).Units).ThenBy(d => d.Order)
            .FirstOrDefault(d => !first.Exists(c => CanBeEmptied(d, c)));
        if (best is null) return;
        if (best.ReservedFor is { } lower) CancelReservation(lower);
        (best.ReservedFor, me.Reserved) = (me, best);
    }

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

    /// <summary>True when the device has room for something that the sweep lacks once others have left it.</summary>
    private bool CanBeEmptied(Device device, Claimant me) => me.Lacks(device, OthersOn(device, me));

    /// <summary>What sweeps hold there that have to make room for it: those of a higher priority have not.</summary>
    private Room OthersOn(Device device, Claimant me)
    {
        var room = default(Room);
        foreach (var use in device.Uses.Values)
        {
            if (use.Sweep != me.Sweep && (!claimants.TryGetValue(use.Sweep, out var other) || other.Priority <= me.Priority)) room += use;
        }

        return room;
    }
}
