using Sweep.Contracts;

namespace Sweep.Silo.Workers;

/// <summary>Which idle workers have to go before a trial starts on their device. An idle one keeps what its last trial allocated
/// (libtorch's cache, the context on a GPU) although the broker's books call that free; so it stays only where it fits beside what runs, as
/// if its last trial ran still. Pure.</summary>
internal static class WarmWorkers
{
    private const double Rounding = 1e-9;

    /// <summary>Indices whose workers are to end.</summary>
    /// <param name="starting">What the trial that starts takes.</param>
    /// <param name="isShort">True when a trial just ran out of memory there: then no idle one stays.</param>
    public static IReadOnlyList<int> Surplus(DeviceOffer device, SlotNeed starting, IEnumerable<WorkerHold> others, bool isShort)
    {
        var known = others.Where(o => o.Need is not null).Select(o => (o.Index, o.IsIdle, Need: o.Need!)).ToList();
        var (units, memory) = (device.Units - Cost(device, starting), device.MemoryBytes - starting.MemoryBytes);
        foreach (var busy in known.Where(o => !o.IsIdle))
            (units, memory) = (units - Cost(device, busy.Need), memory - busy.Need.MemoryBytes);
        var surplus = new List<int>();
        // The broker lends the smallest free index first: the workers of small ones are the likeliest to be used again.
        foreach (var idle in known.Where(o => o.IsIdle).OrderBy(o => o.Index))
        {
            var fits = Cost(device, idle.Need) <= units + Rounding && (device.MemoryBytes == 0 || idle.Need.MemoryBytes <= memory);
            if (isShort || !fits) surplus.Add(idle.Index);
            else (units, memory) = (units - Cost(device, idle.Need), memory - idle.Need.MemoryBytes);
        }

        return surplus;
    }

    private static double Cost(DeviceOffer device, SlotNeed need) => Math.Min(need.Share, device.Units);
}

/// <summary>What the worker of one slot takes of its device.</summary>
/// <param name="IsIdle">True when it has no trial now.</param>
/// <param name="Need">What its trial takes, or its last one took; null when there is no worker.</param>
internal readonly record struct WorkerHold(int Index, bool IsIdle, SlotNeed? Need);
