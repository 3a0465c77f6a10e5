using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary><c>method: random</c>: independent draws from the distributions of the file, never the same configuration twice.</summary>
/// <remarks>
/// A space of up to a million combinations is put into a random order at once (<see cref="RandomOrder"/>), so that it is exhausted exactly.
/// In a larger one draw number i depends on the seed and i alone,
/// unless it met an earlier configuration or broke a constraint and was drawn again.
/// </remarks>
public sealed class RandomSampler : ISampler
{
    private readonly Lazy<IReadOnlyList<long>>? order;
    private readonly GridWalk? walk;
    private readonly RandomDraws? draws;

    /// <summary>A random search over a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="seed">Equal seeds give equal suggestions.</param>
    public RandomSampler(SearchSpace space, long seed)
    {
        var own = SeededRandom.Derive(seed, Streams.Sampler);
        if (GridWalk.CanWalk(space.Combinations, space.Effort))
        {
            walk = new GridWalk(space);
            order = new(() => RandomOrder.Of(walk, own));
        }
        else
        {
            draws = new RandomDraws(space, own);
        }
    }

    /// <inheritdoc />
    public string Name => "random";

    /// <summary>How many distinct configurations there are; null = without end, or more than can be counted in a second.</summary>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public long? Count => order?.Value.Count;

    /// <inheritdoc />
    public bool IsAdaptive => false;

    /// <inheritdoc />
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public Suggestion? Suggest(long index, SearchHistory history)
    {
        if (draws is not null) return draws.At(index) is { } drawn ? new(drawn) : null;
        return index < order!.Value.Count ? new(walk!.Configuration(order.Value[(int)index])) : null;
    }
}
