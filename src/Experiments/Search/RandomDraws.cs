using System.Text.Json.Nodes;
using Sweep.Experiments.Randomness;

namespace Sweep.Experiments.Search;

/// <summary>Draws from a space that is endless or too large to be put in order.</summary>
internal sealed class RandomDraws(SearchSpace space, long seed)
{
    /// <summary>Draws in a row that may be duplicates or break constraints before the space counts as exhausted.</summary>
    public const int MaxAttempts = 10_000;

    private readonly Lock gate = new();
    private readonly List<TrialConfig> drawn = [];
    private readonly HashSet<TrialConfig> seen = [];
    private readonly long[] streams = [.. space.Parameters.Select(parameter => Hash(parameter.Name))];
    private bool exhausted;

    /// <summary>Draw number <paramref name="index"/>; null when nothing new is found any more.</summary>
    public TrialConfig? At(long index)
    {
        lock (gate)
        {
            while (drawn.Count <= index && !exhausted)
            {
                if (Next() is { } config) drawn.Add(config);
                else exhausted = true;
            }

            return index < drawn.Count ? drawn[(int)index] : null;
        }
    }

    private TrialConfig? Next()
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var values = new JsonNode?[space.Parameters.Count];
            for (var i = 0; i < values.Length; i++) values[i] = space.Parameters[i].Domain.Quantile(Uniform(attempt, i));
            var active = space.Active(values);
            if (!space.Admits(values, active)) continue;
            var config = space.Configuration(values, active);
            if (seen.Add(config)) return config;
        }

        return null;
    }

    // Strictly between 0 and 1, where some distributions are infinite. The stream hangs on the parameter's name, so that another parameter in the
    // file changes nothing.
    private double Uniform(int attempt, int parameter) =>
        ((new SeededRandom(SeededRandom.Derive(seed, drawn.Count, attempt, streams[parameter])).NextUInt64() >> 12) + 0.5) / (1UL << 52);

    // FNV-1a, 64 bits.
    private static long Hash(string name) =>
        unchecked((long)name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL));
}
