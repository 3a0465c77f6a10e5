using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers.Sobol;

/// <summary><c>method: sobol</c>: the points of a scrambled Sobol sequence, never the same configuration twice.</summary>
/// <remarks>
/// Each parameter with more than one value takes a dimension of the sequence in the order of the file; from the 65th on they are drawn at
/// random. Points whose configuration came before or breaks a constraint are passed over; when <see cref="MostMisses"/> in a row are, as
/// in a finite space that is nearly exhausted, the next new one of <c>method: random</c> is taken, until there is none.
/// </remarks>
/// <param name="space">The space.</param>
/// <param name="seed">Equal seeds give equal suggestions.</param>
public sealed class SobolSampler(SearchSpace space, long seed) : ISampler
{
    /// <summary>Points in a row that may be passed over.</summary>
    public const int MostMisses = 1000;

    private readonly Lock gate = new();
    private readonly long own = SeededRandom.Derive(seed, Streams.Sampler);
    private readonly RandomSampler random = new(space, seed);
    private readonly int[] dimensions = Dimensions(space);
    private readonly List<TrialConfig> drawn = [];
    private readonly HashSet<TrialConfig> seen = [];
    private readonly int misses = Math.Min(MostMisses, RandomDraws.AttemptsIn(space));
    private uint next;
    private long nextRandom;
    private bool isExhausted;

    /// <inheritdoc />
    public string Name => "sobol";

    /// <inheritdoc />
    public long? Count => random.Count;

    /// <inheritdoc />
    public bool IsAdaptive => false;

    /// <inheritdoc />
    public Suggestion? Suggest(long index, SearchHistory history)
    {
        lock (gate)
        {
            while (drawn.Count <= index && !isExhausted)
            {
                if ((NextPoint() ?? NextRandom()) is { } config) drawn.Add(config);
                else isExhausted = true;
            }

            return index < drawn.Count ? new(drawn[(int)index]) : null;
        }
    }

    private TrialConfig? NextPoint()
    {
        for (var miss = 0; miss < misses; miss++)
        {
            if (At(next++) is { } config && seen.Add(config)) return config;
        }

        return null;
    }

    private TrialConfig? NextRandom()
    {
        while (random.Suggest(nextRandom++, SearchHistory.Empty)?.Config is { } config)
        {
            if (seen.Add(config)) return config;
        }

        return null;
    }

    private TrialConfig? At(uint point)
    {
        var values = new JsonNode?[space.Parameters.Count];
        for (var i = 0; i < values.Length; i++) values[i] = space.Parameters[i].Domain.Quantile(Share(point, dimensions[i]));
        var active = space.Active(values);
        return space.Admits(values, active) ? space.Configuration(values, active) : null;
    }

    private double Share(uint point, int dimension) => dimension < SobolSequence.MaxDimensions
        ? SobolSequence.Scrambled(point, dimension, own)
        : Math.Max(new SeededRandom(SeededRandom.Derive(own, dimension, point)).NextDouble(), RandomDraws.LeastShare);

    private static int[] Dimensions(SearchSpace space)
    {
        var next = 0;
        return [.. space.Parameters.Select(parameter => parameter.Domain.Count == 1 ? 0 : next++)];
    }
}
