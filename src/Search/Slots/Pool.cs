using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>All devices of one class together, as fair shares are computed over them.</summary>
internal sealed class Pool
{
    private readonly double units;
    private readonly double memory;
    private readonly double largestUnits;
    private readonly double largestMemory;
    private double unitsLeft;
    private double memoryLeft;

    public Pool(DeviceClass kind, IEnumerable<Device> devices)
    {
        Class = kind;
        foreach (var device in devices.Where(d => d.Class == kind && !d.IsDraining && d.Units > 0))
        {
            var bytes = device.Offer.MemoryBytes == 0 ? double.PositiveInfinity : device.Offer.MemoryBytes;
            (units, memory) = (units + device.Units, memory + bytes);
            (largestUnits, largestMemory) = (Math.Max(largestUnits, device.Offer.Units), Math.Max(largestMemory, bytes));
        }

        (unitsLeft, memoryLeft) = (units, memory);
    }

    public DeviceClass Class { get; }

    public double Units => units;

    /// <summary>Takes one slot out of what is left.</summary>
    /// <returns>Its weight in units: the larger of its parts of all units and all memory; null when it is not left.</returns>
    public double? Take(SlotNeed need)
    {
        var cost = Math.Min(need.Share, largestUnits);
        if (cost <= 0 || cost > unitsLeft + 1e-9 || need.MemoryBytes > memoryLeft || need.MemoryBytes > largestMemory) return null;
        unitsLeft -= cost;
        memoryLeft -= need.MemoryBytes;
        return Math.Max(cost, need.MemoryBytes / memory * units);
    }
}
