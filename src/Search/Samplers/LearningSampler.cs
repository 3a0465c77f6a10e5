using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers.Sobol;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>A sampler that learns from results. Where it has no model, it takes the next new point of <c>method: sobol</c>. Safe for
/// several threads: a lock lets in one at a time.</summary>
public abstract class LearningSampler : ISampler
{
    private readonly Lock gate = new();
    private readonly SobolSampler walk;

    private protected LearningSampler(SearchSpace space, long seed)
    {
        (Space, walk, Own) = (new EncodedSpace(space), new SobolSampler(space, seed), SeededRandom.Derive(seed, Streams.Sampler));
        Known = new EncodedHistory(Space);
    }

    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public long? Count => walk.Count;

    /// <inheritdoc />
    public bool IsAdaptive => true;

    private protected EncodedSpace Space { get; }

    private protected EncodedHistory Known { get; }

    /// <summary>Seed of its random numbers.</summary>
    private protected long Own { get; }

    /// <inheritdoc />
    public Suggestion? Suggest(long index, SearchHistory history)
    {
        lock (gate) return Choose(index, history);
    }

    private protected abstract Suggestion? Choose(long index, SearchHistory history);

    /// <summary>The configuration of a point; null when it breaks a constraint, or is finished or running.</summary>
    private protected TrialConfig? NewAt(double[] point) =>
        Space.Admits(point) && Space.Decode(point) is var config && !Known.Has(config) ? config : null;

    private protected Suggestion? NextNew(long index, string? reason = null) =>
        Known.NextNew(walk, index) is { } found ? found with { Reason = reason } : null;
}
