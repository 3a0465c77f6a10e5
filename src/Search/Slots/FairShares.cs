using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>
/// Divides the capacity of all devices: higher priorities first; among equals always to the one that has least so far, until nothing is
/// left that anybody could use. Who holds nothing goes first when all have nothing yet, longest wait first:
/// so even one slot is shared in turns.
/// </summary>
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
        foreach (var claim in equals) queue.Enqueue(new Filling(claim), (0, claim.WaitingSince?.UtcTicks ?? long.MaxValue, claim.Arrival));
        while (queue.TryDequeue(out var next, out var rank))
        {
            if (next.Take(pools) is { } weight) queue.Enqueue(next, (Math.Round(rank.Has + weight, 6), long.MaxValue, rank.Arrival));
        }
    }

    private sealed class Filling
    {
        private readonly SweepClaim claim;
        private int current;

        public Filling(SweepClaim claim)
        {
            this.claim = claim;
            claim.Share = new SlotCounts(claim.Wants.Count);
        }

        /// <summary>One slot of the first want that can still be met: what is not left now is not left later.</summary>
        public double? Take(Func<SlotNeed, Pool[]> pools)
        {
            for (; current < claim.Wants.Count; current++)
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
