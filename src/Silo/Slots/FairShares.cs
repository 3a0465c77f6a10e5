using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Slots;

/// <summary>
/// Divides the capacity of all devices: higher priorities first; among equals always to the one that has least so far, until nothing is left that
/// anybody could use. Who holds nothing goes first when all have nothing yet, longest wait first: so even one slot is shared in turns.
/// </summary>
internal static class FairShares
{
    /// <summary>Sets <see cref="Claimant.Share"/> of all.</summary>
    public static void Divide(IReadOnlyCollection<Claimant> claimants, IReadOnlyCollection<Device> devices)
    {
        var cpu = new Pool(DeviceClass.Cpu, devices);
        var cuda = new Pool(DeviceClass.Cuda, devices);
        // Who takes anything leaves GPUs to those who need one.
        var isCudaSought = claimants.Any(c => c.Wants.Any(w => w.Need.Device == DeviceClass.Cuda));
        Pool[] any = isCudaSought ? [cpu, cuda] : [cuda, cpu];
        foreach (var equals in claimants.GroupBy(c => c.Priority).OrderByDescending(g => g.Key))
            Fill(equals, need => need.Device switch { DeviceClass.Cpu => [cpu], DeviceClass.Cuda => [cuda], _ => any });
    }

    private static void Fill(IEnumerable<Claimant> equals, Func<SlotNeed, Pool[]> pools)
    {
        var queue = new PriorityQueue<Filling, (double Has, long Turn, long Arrival)>();
        foreach (var claimant in equals) queue.Enqueue(new Filling(claimant), (0, claimant.WaitingSince?.UtcTicks ?? long.MaxValue, claimant.Arrival));
        while (queue.TryDequeue(out var next, out var rank))
        {
            if (next.Take(pools) is { } weight) queue.Enqueue(next, (Math.Round(rank.Has + weight, 6), long.MaxValue, rank.Arrival));
        }
    }

    private sealed class Filling
    {
        private readonly Claimant claimant;
        private int current;

        public Filling(Claimant claimant)
        {
            this.claimant = claimant;
            claimant.Share = new Tally(claimant.Wants.Count);
        }

        /// <summary>One slot of the first want that can still be met: what is not left now is not left later.</summary>
        public double? Take(Func<SlotNeed, Pool[]> pools)
        {
            for (; current < claimant.Wants.Count; current++)
            {
                var want = claimant.Wants[current];
                if (claimant.Share.Total(current) == want.Count) continue;
                foreach (var pool in pools(want.Need))
                {
                    if (pool.Take(want.Need) is not { } weight) continue;
                    claimant.Share[current, pool.Class]++;
                    return weight;
                }
            }

            return null;
        }
    }
}
