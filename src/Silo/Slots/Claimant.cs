using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Slots;

/// <summary>A sweep as the broker knows it.</summary>
/// <param name="sweep">Its name.</param>
/// <param name="arrival">Order in which sweeps came, from 0.</param>
internal sealed class Claimant(string sweep, long arrival)
{
    public string Sweep => sweep;

    public long Arrival => arrival;

    public int Priority { get; set; }

    public DateTimeOffset Until { get; set; }

    /// <summary>Slots it holds in the books.</summary>
    public Dictionary<string, SlotGrant> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>What it could use, most urgent first.</summary>
    public IReadOnlyList<SlotWant> Wants { get; set; } = [];

    /// <summary>Nodes that it cannot use.</summary>
    public IReadOnlyCollection<string> Avoids { get; set; } = [];

    /// <summary>How many slots are its fair share now.</summary>
    public Tally Share { get; set; } = new(0);

    /// <summary>How many slots it was last told to keep.</summary>
    public Tally Kept { get; set; } = new(0);

    /// <summary>Since when it wants and holds nothing; null when it holds something.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>Since when it finds no room for its share, or holds nothing; null when neither is so. A slot for <see cref="Blocked"/> starts it anew.</summary>
    public DateTimeOffset? BlockedSince { get; set; }

    /// <summary>The first of its wants that finds no room; null when all do.</summary>
    public SlotNeed? Blocked { get; set; }

    /// <summary>The device that is being emptied for it; null = none.</summary>
    public Device? Reserved { get; set; }

    /// <summary>True when a device has room for something of its share that it does not have.</summary>
    public bool CouldUse(Device device, Room more) => Fits(device, more, evenWithoutShare: false);

    /// <summary>The same; and for whoever holds nothing, something of what he wants is enough.</summary>
    public bool Lacks(Device device, Room more) => Fits(device, more, evenWithoutShare: Held.Count == 0);

    /// <summary>True when it comes before another one that is blocked too: by its priority, or because it is blocked for longer.</summary>
    public bool IsBlockedBefore(Claimant other) =>
        BlockedSince is not null && (-Priority, BlockedSince.Value, Arrival).CompareTo((-other.Priority, other.BlockedSince ?? DateTimeOffset.MaxValue, other.Arrival)) < 0;

    /// <summary>True when it keeps less than its share of a want on devices of this class.</summary>
    public bool IsShort(int want, DeviceClass kind) => Kept[want, kind] < Share[want, kind];

    /// <summary>True when it keeps less than its share of a want on devices of either class.</summary>
    public bool IsShort(int want) => IsShort(want, DeviceClass.Cpu) || IsShort(want, DeviceClass.Cuda);

    /// <summary>True when it may get something new on a device.</summary>
    public bool Takes(Device device) => !device.IsDraining && !IsKeptFrom(device) && (Avoids.Count == 0 || !Avoids.Contains(device.Node));

    private bool IsKeptFrom(Device device) => device.ReservedFor is { } other && other != this && other.Priority >= Priority;

    private bool Fits(Device device, Room more, bool evenWithoutShare)
    {
        if (!Takes(device)) return false;
        for (var i = 0; i < Wants.Count; i++)
        {
            if ((evenWithoutShare || IsShort(i, device.Class)) && device.HasRoom(Wants[i].Need, more)) return true;
        }

        return false;
    }
}
