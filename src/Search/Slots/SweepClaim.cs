using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>What a sweep claims of the cluster's devices, and what it was given.</summary>
internal sealed class SweepClaim(string sweep, long arrival)
{
    private bool holdsMostUrgent;

    public string Sweep => sweep;

    /// <summary>Order of arrival, from 0.</summary>
    public long Arrival => arrival;

    public int Priority { get; set; }
    public DateTimeOffset Until { get; set; }

    /// <summary>Slots it holds in the books.</summary>
    public Dictionary<SlotName, SlotGrant> Held { get; } = new();

    /// <summary>What it could use, most urgent first.</summary>
    public SlotWant[] Wants { get; set; } = [];

    /// <summary>Nodes that it cannot use.</summary>
    public IReadOnlyCollection<string> Avoids { get; set; } = [];

    /// <summary>How many slots are its fair share now.</summary>
    public SlotCounts Share { get; set; } = new(0);

    /// <summary>How many slots it was last told to keep.</summary>
    public SlotCounts Kept { get; set; } = new(0);

    /// <summary>Since when it wants and holds nothing; null when it holds something.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>Places of the wants that find no room, most urgent first: those of which it keeps less than its share; beyond its share the
    /// most urgent one while it holds nothing for that, and all while it holds nothing.</summary>
    public IReadOnlyList<int> Lacking { get; private set; } = [];

    /// <summary>Since when it lacks something; null when it lacks nothing. A slot for <see cref="Blocked"/> starts it anew.</summary>
    public DateTimeOffset? BlockedSince { get; set; }

    /// <summary>What <see cref="Reserved"/> is emptied for, else the most urgent of what it lacks; null when it lacks nothing.</summary>
    public SlotNeed? Blocked { get; set; }

    /// <summary>The device that is being emptied for it; null = none.</summary>
    public Device? Reserved { get; set; }

    /// <summary>True when a device has room for something of its share that it does not have.</summary>
    public bool CouldUse(Device device, Room more)
    {
        if (!Takes(device)) return false;
        for (var i = 0; i < Wants.Length; i++)
        {
            if (IsShort(i, device.Class) && device.HasRoom(Wants[i].Need, more)) return true;
        }

        return false;
    }

    /// <summary>Notes what it lacks, given the slots that it could still use for each want.</summary>
    public void FindLacking(int[] open)
    {
        holdsMostUrgent = Wants.Length == 0 || open[0] < Wants[0].Count;
        Lacking = [.. Enumerable.Range(0, Wants.Length).Where(i => open[i] > 0 && (IsShort(i) || MayExceedShare(i)))];
    }

    /// <summary>True when a device of this class may be emptied for something that it lacks.</summary>
    public bool MayReserve(int want, DeviceClass kind) => IsShort(want, kind) || MayExceedShare(want);

    /// <summary>The place among its wants that a slot is for; -1 = it wants nothing of the kind.</summary>
    public int WantOf(SlotGrant grant, DeviceClass kind) =>
        Array.FindIndex(Wants, want => SlotBroker.Serves(grant, kind, want.Need));

    /// <summary>The place of a need among its wants; -1 = it does not want it.</summary>
    public int WantOf(SlotNeed wanted) => Array.FindIndex(Wants, want => want.Need == wanted);

    /// <summary>True when it comes before another one that is blocked too: by its priority, or because it is blocked for longer.</summary>
    public bool IsBlockedBefore(SweepClaim other) =>
        BlockedSince is not null && (-Priority, BlockedSince.Value, Arrival)
            .CompareTo((-other.Priority, other.BlockedSince ?? DateTimeOffset.MaxValue, other.Arrival)) < 0;

    /// <summary>True when it keeps less than its share of a want on devices of this class.</summary>
    public bool IsShort(int want, DeviceClass kind) => Kept[want, kind] < Share[want, kind];

    /// <summary>True when it keeps less than its share of a want on devices of either class.</summary>
    public bool IsShort(int want) => IsShort(want, DeviceClass.Cpu) || IsShort(want, DeviceClass.Cuda);

    /// <summary>True when it may get something new on a device.</summary>
    public bool Takes(Device device) => CanUse(device) && !IsKeptFrom(device);

    /// <summary>The same of a device that is kept for somebody else at this moment.</summary>
    public bool CanUse(Device device) => !device.IsDraining && (Avoids.Count == 0 || !Avoids.Contains(device.Node));

    private bool IsKeptFrom(Device device) => device.ReservedFor is { } other && other != this && other.Priority >= Priority;

    private bool MayExceedShare(int want) => Held.Count == 0 || (want == 0 && !holdsMostUrgent);
}

/// <summary>Slots counted for each want of a sweep, apart for each class of devices: whoever takes anything may hold a GPU while his share
/// are cores, and then the GPU is not part of his share.</summary>
internal sealed class SlotCounts(int wants)
{
    private readonly int[] counts = new int[wants * 2];

    public int this[int want, DeviceClass kind]
    {
        get => counts[Index(want, kind)];
        set => counts[Index(want, kind)] = value;
    }

    /// <summary>Slots of a want on devices of either class.</summary>
    public int Total(int want) => counts[2 * want] + counts[(2 * want) + 1];

    public void Clear() => Array.Clear(counts);

    private static int Index(int want, DeviceClass kind) => (2 * want) + (kind == DeviceClass.Cuda ? 1 : 0);
}

/// <summary>How long the broker remembers a node or a sweep that gives no sign of life.</summary>
public static class SlotLease
{
    /// <summary>How long an offer or a claim holds without renewal; both are renewed every <see cref="Renewal"/>.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    /// <summary>How often nodes and sweeps give a sign of life.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);
}
