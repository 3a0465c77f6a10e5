using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Slots;

/// <content>Who keeps what, and who gets what is free.</content>
public sealed partial class SlotBroker
{
    /// <summary>True when a slot was given for this need: then its trial fits.</summary>
    public static bool Serves(SlotGrant grant, DeviceClass device, SlotNeed need) =>
        grant.Share == need.Share && grant.MemoryBytes == need.MemoryBytes && (need.Device == DeviceClass.Any || need.Device == device);

    /// <summary>Its held slots, up to its share; more only where nobody who has less than his share could use the room.</summary>
    /// <param name="me">The sweep.</param>
    /// <param name="open">For each want, slots that it could still use; counted down.</param>
    /// <param name="answer">Takes what it keeps.</param>
    private void Keep(Claimant me, int[] open, List<SlotGrant> answer)
    {
        Array.Clear(me.Kept);
        foreach (var (grant, kind, device, index) in InOrder(me))
        {
            var want = 0;
            while (want < open.Length && (open[want] == 0 || !Serves(grant, kind, me.Wants[want].Need))) want++;
            if (want == open.Length) continue;
            open[want]--;
            // What runs on a node that is not here (yet) is in use, but not for the next trial.
            if (device is null || device.IsQuarantined(index) || !me.Takes(device)) continue;
            if (me.Kept[want] >= me.Share[want] && IsSought(device, device.Cost(grant.Share), grant.MemoryBytes, me)) continue;
            me.Kept[want]++;
            answer.Add(grant with { IsWholeDevice = device.IsWhole(grant.Share) });
        }
    }

    /// <summary>Device by device, so that what goes back leaves whole devices free.</summary>
    private List<(SlotGrant Grant, DeviceClass Class, Device? Device, int Index)> InOrder(Claimant me)
    {
        var held = new List<(SlotGrant Grant, DeviceClass Class, Device? Device, int Index)>(me.Held.Count);
        foreach (var grant in me.Held.Values)
        {
            var name = SlotName.Parse(grant.Slot);
            held.Add((grant, Device.ClassOf(name.Device), Find(name), name.Index));
        }

        static int Place(Device? device) => device?.Order ?? -1;
        held.Sort((a, b) => Place(a.Device) != Place(b.Device) ? Place(a.Device) - Place(b.Device) : a.Index - b.Index);
        return held;
    }

    private void Grant(Claimant me, int[] open, List<SlotGrant> answer, DateTimeOffset now)
    {
        var isBlocked = false;
        for (var i = 0; i < me.Wants.Count; i++)
        {
            if (open[i] == 0) continue;
            var need = me.Wants[i].Need;
            var free = Roomy(need, me);
            for (; open[i] > 0 && free.TryDequeue(out var device, out _); open[i]--)
            {
                if (me.Kept[i] >= me.Share[i] && IsSought(device, 0, 0, me)) break;
                answer.Add(Lend(me, device, need));
                me.Kept[i]++;
                if (device.HasRoom(need)) free.Enqueue(device, (device.Load, device.Order));
            }

            isBlocked |= open[i] > 0 && me.Kept[i] < me.Share[i];
        }

        if (isBlocked) Reserve(me, now);
        else Unblock(me);
    }

    /// <summary>Devices with room, idle ones first.</summary>
    private PriorityQueue<Device, (double Load, int Order)> Roomy(SlotNeed need, Claimant me)
    {
        var room = devices.Where(d => me.Takes(d) && d.HasRoom(need));
        return need.Device == DeviceClass.Any
            ? new(room.Select(d => (d, (d.Load + (d.Class == Last() ? 1 : 0), d.Order))))
            : new(room.Select(d => (d, (d.Load, d.Order))));
    }

    /// <summary>The class of devices that whoever takes anything leaves to others.</summary>
    private DeviceClass Last() =>
        claimants.Values.Any(c => c.Wants.Any(w => w.Need.Device == DeviceClass.Cuda)) ? DeviceClass.Cuda : DeviceClass.Cpu;

    private SlotGrant Lend(Claimant me, Device device, SlotNeed need)
    {
        var grant = new SlotGrant
        {
            Slot = $"{device.Name}/{device.Take(me.Sweep, need)}",
            Share = need.Share,
            MemoryBytes = need.MemoryBytes,
            IsWholeDevice = device.IsWhole(need.Share),
        };
        me.Held.Add(grant.Slot, grant);
        if (me.WaitingSince is not null) (me.WaitingSince, isStale) = (null, true);
        return grant;
    }

    /// <summary>True when another sweep has less than its share and could use the room.</summary>
    private bool IsSought(Device device, double moreUnits, long moreMemory, Claimant me) =>
        claimants.Values.Any(c => c != me && c.CouldUse(device, moreUnits, moreMemory));

    /// <summary>Has one device emptied for a sweep that finds no room for long: the one on which others hold least.</summary>
    private void Reserve(Claimant me, DateTimeOffset now)
    {
        me.BlockedSince ??= now;
        // One it cannot use any more (its node drains, or is at fault for this sweep) would be kept from everybody.
        foreach (var device in devices.Where(d => d.ReservedFor == me.Sweep && !me.Takes(d))) device.ReservedFor = null;
        if (now - me.BlockedSince < Patience || devices.Any(d => d.ReservedFor == me.Sweep)) return;
        var needs = me.Wants.Where((_, i) => me.Kept[i] < me.Share[i]).Select(w => w.Need).ToArray();
        var best = devices
            .Where(d => d.ReservedFor is null && me.Takes(d))
            .Select(d => (Device: d, Others: OfOthers(d, me)))
            .Where(d => needs.Any(need => d.Device.HasRoom(need, d.Others.Units, d.Others.Memory)))
            .OrderBy(d => d.Others.Units).ThenBy(d => d.Device.Order)
            .Select(d => d.Device)
            .FirstOrDefault();
        if (best is not null) best.ReservedFor = me.Sweep;
    }

    private void Unblock(Claimant me)
    {
        if (me.BlockedSince is null) return;
        me.BlockedSince = null;
        foreach (var device in devices.Where(d => d.ReservedFor == me.Sweep)) device.ReservedFor = null;
    }

    private static (double Units, long Memory) OfOthers(Device device, Claimant me)
    {
        var others = device.Uses.Values.Where(u => u.Sweep != me.Sweep).ToList();
        return (others.Sum(u => u.Units), others.Sum(u => u.MemoryBytes));
    }
}
