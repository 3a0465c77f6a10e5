using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>The books of one device: which slots are in use and what is left. Not thread-safe.</summary>
internal sealed class Device(string node, DeviceOffer offer)
{
    /// <summary>Slots that a device may have at least, however small its units: a node keeps a worker for each.</summary>
    public const int MinSlots = 64;

    private const double Rounding = 1e-9;

    private readonly Dictionary<int, SlotUse> uses = [];
    private readonly Dictionary<int, SlotUse> orphans = [];
    private readonly Dictionary<int, double> quarantined = [];

    public string Node => node;
    public string Name { get; } = $"{node}/{offer.Device}";
    public DeviceOffer Offer => offer;

    /// <summary>Place among all devices, from 0.</summary>
    public int Order { get; set; }

    public DeviceClass Class { get; } = SlotName.ClassOf(offer.Device);

    /// <summary>Its node is about to leave: nothing new.</summary>
    public bool IsDraining { get; set; }

    /// <summary>A sweep for which the device is being emptied; null = none.</summary>
    public SweepClaim? ReservedFor { get; set; }

    /// <summary>Units that sweeps hold.</summary>
    public double UsedUnits { get; private set; }

    /// <summary>Predicted memory of what sweeps hold.</summary>
    public long UsedMemory { get; private set; }

    /// <summary>Units that can be lent at all: quarantined slots take theirs away.</summary>
    public double Units => quarantined.Count == 0 ? offer.Units : Math.Max(0, offer.Units - quarantined.Values.Sum());

    public double FreeUnits => Math.Max(0, offer.Units - UsedUnits - Withheld);
    public long FreeMemory => Math.Max(0, offer.MemoryBytes - UsedMemory - (orphans.Count == 0 ? 0 : Apart.Sum(s => s.Value.MemoryBytes)));

    /// <summary>Part of the device in use, for spreading: 0 = idle.</summary>
    public double Load => UsedUnits / offer.Units;

    public IReadOnlyDictionary<int, SlotUse> Uses => uses;

    /// <summary>Slots with attempts that no sweep holds, by index.</summary>
    public IReadOnlyDictionary<int, SlotUse> Orphans => orphans;

    /// <summary>Orphans that nothing else accounts for.</summary>
    public IEnumerable<KeyValuePair<int, SlotUse>> Apart => orphans.Where(s => !uses.ContainsKey(s.Key));

    // Asked of every device at every claim, and most have neither.
    private double Withheld => quarantined.Count == 0 && orphans.Count == 0 ? 0
        : quarantined.Where(q => !uses.ContainsKey(q.Key)).Sum(q => q.Value)
            + Apart.Where(s => !quarantined.ContainsKey(s.Key)).Sum(s => s.Value.Units);

    /// <summary>Highest number of slots of a device.</summary>
    public static int MaxSlots(double units) => Math.Max(MinSlots, (int)Math.Ceiling(units));

    /// <summary>Units that a share takes here: a share above the device's units is the whole device.</summary>
    public double Cost(double share) => Math.Min(share, offer.Units);

    public bool IsWhole(double share) => Cost(share) >= offer.Units - Rounding;

    /// <summary>True when a trial of this need may run here with nothing beside it but what is in quarantine.</summary>
    public bool Suits(SlotNeed need) => IsOfKind(need) && Cost(need.Share) <= Units + Rounding;

    /// <summary>True when the device is of the class and has the memory for it.</summary>
    public bool IsOfKind(SlotNeed need) =>
        (need.Device is DeviceClass.Any || need.Device == Class) && (offer.MemoryBytes == 0 || need.MemoryBytes <= offer.MemoryBytes);

    /// <summary>True when it fits beside what runs, or would if some more were free.</summary>
    public bool HasRoom(SlotNeed need, Room more = default) =>
        Suits(need)
        && Cost(need.Share) <= FreeUnits + more.Units + Rounding
        && (offer.MemoryBytes == 0 || need.MemoryBytes <= FreeMemory + more.MemoryBytes)
        && uses.Count - more.Slots + quarantined.Count + orphans.Count < MaxSlots(offer.Units);

    public bool IsQuarantined(int index) => quarantined.ContainsKey(index);

    /// <summary>Takes the smallest free index.</summary>
    public int Take(string sweep, SlotNeed need)
    {
        var index = 0;
        while (uses.ContainsKey(index) || quarantined.ContainsKey(index) || orphans.ContainsKey(index)) index++;
        Put(index, new SlotUse(sweep, Cost(need.Share), need.MemoryBytes));
        return index;
    }

    /// <summary>Notes a slot that a sweep says it holds.</summary>
    /// <returns>False when it is somebody else's, or the device has no room for it.</returns>
    public bool Restore(int index, string sweep, SlotNeed need)
    {
        if (index < 0 || index >= MaxSlots(offer.Units) || uses.ContainsKey(index)) return false;
        var (units, memory) = (offer.Units - UsedUnits, offer.MemoryBytes - UsedMemory);
        if (Cost(need.Share) > units + Rounding || (offer.MemoryBytes > 0 && need.MemoryBytes > memory)) return false;
        Put(index, new SlotUse(sweep, Cost(need.Share), need.MemoryBytes));
        return true;
    }

    public void Free(int index)
    {
        if (!uses.Remove(index, out var use)) return;
        UsedUnits = uses.Count == 0 ? 0 : UsedUnits - use.Units;
        UsedMemory -= use.MemoryBytes;
        orphans.Remove(index);
    }

    /// <summary>Takes slots out of use, each with the share that it had.</summary>
    public void SetQuarantined(IEnumerable<QuarantinedSlot> slots)
    {
        quarantined.Clear();
        foreach (var slot in slots) quarantined[slot.Slot.Index] = Cost(slot.Share > 0 ? slot.Share : 1);
    }

    public void SetOrphans(IEnumerable<BusySlot> found)
    {
        orphans.Clear();
        foreach (var busy in found)
            orphans[busy.Slot.Index] = new SlotUse(busy.Trial.Sweep, Cost(busy.Share > 0 ? busy.Share : 1), busy.MemoryBytes);
    }

    private void Put(int index, SlotUse use)
    {
        uses.Add(index, use);
        UsedUnits += use.Units;
        UsedMemory += use.MemoryBytes;
    }
}

/// <summary>What one slot takes of its device for a sweep: units, at most all, and predicted memory; 0 = unknown.</summary>
internal readonly record struct SlotUse(string Sweep, double Units, long MemoryBytes);

/// <summary>What a device would have free in addition if some slots on it ended.</summary>
internal readonly record struct Room(double Units, long MemoryBytes, int Slots)
{
    public static Room operator +(Room room, SlotUse use) =>
        new(room.Units + use.Units, room.MemoryBytes + use.MemoryBytes, room.Slots + 1);
}
