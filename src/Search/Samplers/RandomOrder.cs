using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers;

/// <summary>A random order of a finite space, distributed exactly as drawing again and again and leaving out what came before.</summary>
/// <remarks>Each configuration gets the arrival time of an exponential clock whose rate is its probability, and they are sorted by it
/// (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).</remarks>
internal static class RandomOrder
{
    public static IReadOnlyList<long> Of(GridWalk walk, long seed)
    {
        var random = new SeededRandom(seed);
        var arrivals = new List<(double Time, long Number)>();
        foreach (var number in walk.Numbers())
        {
            var clock = -Math.Log(1 - random.NextDouble());
            var probability = walk.Probability(number);
            if (probability > 0) arrivals.Add((clock / probability, number));
        }

        arrivals.Sort();
        return [.. arrivals.Select(arrival => arrival.Number)];
    }
}
