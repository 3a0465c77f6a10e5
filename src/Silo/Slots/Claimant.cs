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

    /// <summary>For each want, how many slots are its fair share now.</summary>
    public int[] Share { get; set; } = [];

    /// <summary>For each want, how many slots it was last told to keep.</summary>
    public int[] Kept { get; set; } = [];

    /// <summary>Since when it wants and holds nothing; null when it holds something.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>Since when it has less than its share because no device has room; null when it has not.</summary>
    public DateTimeOffset? BlockedSince { get; set; }

    /// <summary>True when a device has room for something of its share that it does not have.</summary>
    public bool CouldUse(Device device, double moreUnits, long moreMemory)
    {
        if (!Takes(device)) return false;
        for (var i = 0; i < Wants.Count; i++)
        {
            if (Kept[i] < Share[i] && device.HasRoom(Wants[i].Need, moreUnits, moreMemory)) return true;
        }

        return false;
    }

    /// <summary>True when it may get something new on a device.</summary>
    public bool Takes(Device device) =>
        !device.IsDraining && (device.ReservedFor is null || device.ReservedFor == sweep) && (Avoids.Count == 0 || !Avoids.Contains(device.Node));
}
