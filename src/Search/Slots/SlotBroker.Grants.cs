using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <content>Who keeps what, and who gets what is free.</content>
public sealed partial class SlotBroker
{
    /// <summary>True when a slot was given for this need: then its trial fits.</summary>
    public static bool Serves(SlotGrant grant, DeviceClass device, SlotNeed need) =>
        grant.Share == need.Share && grant.MemoryBytes == need.MemoryBytes && (need.Device == DeviceClass.Any || need.Device == device);

    /// <summary>Its held slots, up to its share; more only where nobody who has less than his share could use the room.</summary>
    /// <param name="own">The claim to answer.</param>
    /// <param name="open">For each want, slots that it could still use; counted down.</param>
    /// <param name="answer">Takes what it keeps.</param>
    private void Keep(SweepClaim own, int[] open, List<SlotGrant> answer)
    {
        own.Kept.Clear();
        foreach (var (grant, kind, device, index) in InOrder(own))
        {
            var want = 0;
            while (want < open.Length && (open[want] == 0 || !Serves(grant, kind, own.Wants[want].Need))) want++;
            if (want == open.Length) continue;
            open[want]--;
            // What runs on a node that is not here (yet) is in use, but not for the next trial;
            // nor is what is in the way of something more urgent.
            if (device is null || device.IsQuarantined(index) || !own.Takes(device) || IsReservedForBetter(device, want, own)) continue;
            if (!own.IsShort(want, kind) && IsWantedByOthers(device, new Room(device.Cost(grant.Share), grant.MemoryBytes, 1), own))
                continue;
            own.Kept[want, kind]++;
            var isWhole = device.IsWhole(grant.Share);
            answer.Add(grant.IsWholeDevice == isWhole ? grant : grant with { IsWholeDevice = isWhole });
        }
    }

    /// <summary>Device by device, so that what goes back leaves whole devices free.</summary>
    private List<(SlotGrant Grant, DeviceClass Class, Device? Device, int Index)> InOrder(SweepClaim own)
    {
        var held = new List<(SlotGrant Grant, DeviceClass Class, Device? Device, int Index)>(own.Held.Count);
        foreach (var grant in own.Held.Values) held.Add((grant, grant.Slot.Class, Find(grant.Slot), grant.Slot.Index));

        static int Place(Device? device) => device?.Order ?? -1;
        held.Sort((a, b) => Place(a.Device) != Place(b.Device) ? Place(a.Device) - Place(b.Device) : a.Index - b.Index);
        return held;
    }

    private void Grant(SweepClaim own, int[] open, List<SlotGrant> answer, DateTimeOffset now)
    {
        for (var i = 0; i < own.Wants.Length; i++)
        {
            if (open[i] > 0) Grant(own, i, ref open[i], answer);
        }

        own.FindLacking(open);
        Reserve(own, now);
    }

    private void Grant(SweepClaim own, int want, ref int open, List<SlotGrant> answer)
    {
        var need = own.Wants[want].Need;
        var free = DevicesWithRoom(want, own);
        DeviceClass? left = null;
        while (open > 0 && free.TryDequeue(out var device, out _))
        {
            if (device.Class == left) continue;
            if (!own.IsShort(want, device.Class) && IsWantedByOthers(device, default, own))
            {
                // The rest of the class is for others too; of the other class it may get some yet.
                if (left is not null || need.Device != DeviceClass.Any) break;
                left = device.Class;
                continue;
            }

            answer.Add(GrantOn(own, device, need));
            own.Kept[want, device.Class]++;
            open--;
            if (device.HasRoom(need)) free.Enqueue(device, (device.Load, device.Order));
        }
    }

    /// <summary>Devices with room, idle ones first.</summary>
    private PriorityQueue<Device, (double Load, int Order)> DevicesWithRoom(int want, SweepClaim own)
    {
        var need = own.Wants[want].Need;
        var room = Devices.Where(d => own.Takes(d) && d.HasRoom(need) && !IsReservedForBetter(d, want, own));
        return need.Device == DeviceClass.Any
            ? new(room.Select(d => (d, (d.Load + (d.Class == Last() ? 1 : 0), d.Order))))
            : new(room.Select(d => (d, (d.Load, d.Order))));
    }

    /// <summary>The class of devices that whoever takes anything leaves to others.</summary>
    private DeviceClass Last() =>
        claims.Values.Any(c => c.Wants.Any(w => w.Need.Device == DeviceClass.Cuda)) ? DeviceClass.Cuda : DeviceClass.Cpu;

    private SlotGrant GrantOn(SweepClaim own, Device device, SlotNeed need)
    {
        var grant = new SlotGrant
        {
            Slot = $"{device.Name}/{device.Take(own.Sweep, need)}",
            Share = need.Share,
            MemoryBytes = need.MemoryBytes,
            IsWholeDevice = device.IsWhole(need.Share),
        };
        // What it was blocked for ends its reservation, so that the next one gets his.
        if (own.Blocked == need) Unblock(own);
        own.Held.Add(grant.Slot, grant);
        if (own.WaitingSince is not null) (own.WaitingSince, isStale) = (null, true);
        return grant;
    }

    /// <summary>True when another sweep has less than its share and could use the room.</summary>
    private bool IsWantedByOthers(Device device, Room more, SweepClaim own) =>
        claims.Values.Any(c => c != own && c.CouldUse(device, more));
}
