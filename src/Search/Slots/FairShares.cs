using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>Divides the capacity of all devices: higher priorities first; among equals always to the one that has least so far, until
/// nothing is left that anybody could use. Who holds nothing goes first when all have nothing yet, longest wait first: so even one slot is
/// shared in turns.</summary>
internal static class FairShares
{
    /// <summary>Sets <see cref="SweepClaim.Share"/> of all.</summary>
    public static void Divide(IReadOnlyCollection<SweepClaim> claims, IReadOnlyCollection<Device> devices)
    {
        var cpu = new Pool(DeviceClass.Cpu, devices);
        var cuda = new Pool(DeviceClass.Cuda, devices);
        // Who takes anything leaves GPUs to those who need one.
        var isCudaWanted = claims.Any(c => c.Wants.Any(w => w.Need.Device == DeviceClass.Cuda));
        Pool[] any = isCudaWanted ? [cpu, cuda] : [cuda, cpu];
        foreach (var equals in claims.GroupBy(c => c.Priority).OrderByDescending(g => g.Key))
            Fill(equals, need => need.Device switch { DeviceClass.Cpu => [cpu], DeviceClass.Cuda => [cuda], _ => any });
    }

    private static void Fill(IEnumerable<SweepClaim> equals, Func<SlotNeed, Pool[]> pools)
    {
        var queue = new PriorityQueue<Filling, (double Has, long Turn, long Arrival)>();
        foreach (var claim in equals)
        {
            claim.Share = new SlotCounts(claim.Wants.Length);
            queue.Enqueue(new Filling(claim), (0, claim.WaitingSince?.UtcTicks ?? long.MaxValue, claim.Arrival));
        }

        while (queue.TryDequeue(out var next, out var rank))
        {
            if (next.Take(pools) is { } weight) queue.Enqueue(next, (Math.Round(rank.Has + weight, 6), long.MaxValue, rank.Arrival));
        }
    }

    private sealed class Filling(SweepClaim claim)
    {
        private int current;

        /// <summary>One slot of the first want that can still be met: what is not left now is not left later.</summary>
        public double? Take(Func<SlotNeed, Pool[]> pools)
        {
            for (; current < claim.Wants.Length; current++)
            {
                var want = claim.Wants[current];
                if (claim.Share.Total(current) == want.Count) continue;
                foreach (var pool in pools(want.Need))
                {
                    if (pool.Take(want.Need) is not { } weight) continue;
                    claim.Share[current, pool.Class]++;
                    return weight;
                }
            }

            return null;
        }
    }
}

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
