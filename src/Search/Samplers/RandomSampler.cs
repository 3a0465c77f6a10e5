using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary><c>method: random</c>: independent draws from the distributions of the file, never the same configuration twice.</summary>
/// <remarks>
/// A space of up to a million combinations is put into a random order at once, so that it is exhausted exactly.
/// In a larger one draw number i depends on the seed and i alone,
/// unless it met an earlier configuration or broke a constraint and was drawn again.
/// </remarks>
public sealed class RandomSampler : ISampler
{
    private readonly Lazy<IReadOnlyList<long>>? order;
    private readonly GridWalk? walk;
    private readonly RandomDraws? draws;

    /// <summary>A sampler over a space; equal seeds give equal suggestions.</summary>
    public RandomSampler(SearchSpace space, long seed)
    {
        var own = SeededRandom.Derive(seed, Streams.Sampler);
        if (GridWalk.CanWalk(space.Combinations, space.Effort))
        {
            walk = new GridWalk(space);
            order = new(() => Order(walk, own));
        }
        else
        {
            draws = new RandomDraws(space, own);
        }
    }

    /// <inheritdoc />
    public string Name => "random";

    /// <summary>How many distinct configurations there are; null = without end, or more than can be counted in a second.</summary>
    public long? Count => order?.Value.Count;

    /// <inheritdoc />
    public bool IsAdaptive => false;

    /// <inheritdoc />
    public Suggestion? Suggest(long index, SearchHistory history)
    {
        if (draws is not null) return draws.At(index) is { } drawn ? new(drawn) : null;
        return index < order!.Value.Count ? new(walk!.Configuration(order.Value[(int)index])) : null;
    }

    /// <summary>A random order of a finite space, distributed as drawing again and again and leaving out what came before.</summary>
    /// <remarks>Each configuration gets the arrival time of an exponential clock whose rate is its probability, and they are sorted by it
    /// (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).</remarks>
    private static IReadOnlyList<long> Order(GridWalk walk, long seed)
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
