using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Expressions;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>Draws from a space that is endless or too large to be put in order.</summary>
public sealed class RandomDraws(SearchSpace space, long seed)
{
    private const double Shares = 1UL << 52;

    /// <summary>The least uniform number that is drawn; the largest is 1 less this.</summary>
    public const double LeastShare = 0.5 / Shares;

    /// <summary>Values and conditions that may be looked at in draws that lead to nothing: some seconds.</summary>
    private const long MostEffort = 20_000_000;

    /// <summary>Draws that lead to nothing, all together, where looking at one is little effort.</summary>
    private const int MostLost = 300_000;

    /// <summary>Draws in a row that may be duplicates or break constraints before the space counts as exhausted.</summary>
    private const int MaxAttempts = 10_000;

    private readonly Lock gate = new();
    private readonly List<TrialConfig> drawn = [];
    private readonly HashSet<TrialConfig> seen = [];
    private readonly long[] streams = [.. space.Parameters.Select(parameter => Hash(parameter.Name))];
    private readonly int mostLost = MostLostIn(space);
    private readonly int attempts = AttemptsIn(space);
    private long rejected;
    private long repeated;
    private bool exhausted;

    /// <summary>Draw number <paramref name="index"/>; null when nothing new is found any more.</summary>
    /// <exception cref="ExpressionException">A constraint does not fit the values,
    /// or together they leave too little to find it by chance.</exception>
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
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var values = new JsonNode?[space.Parameters.Count];
            for (var i = 0; i < values.Length; i++) values[i] = space.Parameters[i].Domain.Quantile(Uniform(attempt, i));
            var active = space.Active(values);
            if (!space.Admits(values, active))
            {
                if (++rejected >= mostLost && drawn.Count > 0) throw TooRare();
                continue;
            }

            var config = space.Configuration(values, active);
            if (seen.Add(config)) return config;
            if (++repeated >= mostLost) break;
        }

        return null;
    }

    /// <summary>Draws in a row that may lead to nothing.</summary>
    public static int AttemptsIn(SearchSpace space) => Math.Min(MaxAttempts, MostLostIn(space));

    private static int MostLostIn(SearchSpace space) => (int)Math.Clamp(MostEffort / space.Effort, 100, MostLost);

    private ExpressionException TooRare() => new(
        0, $"the constraints refuse nearly everything: {drawn.Count:N0} configurations were found in " +
            $"{drawn.Count + rejected + repeated:N0} random draws; loosen them, draw from narrower ranges, or lower run_cap");

    // Strictly between 0 and 1, where some distributions are infinite.
    // The stream hangs on the parameter's name, so that another parameter in the file changes nothing.
    private double Uniform(int attempt, int parameter) => Share(SeededRandom.Derive(seed, drawn.Count, attempt, streams[parameter]));

    /// <summary>The first uniform number of a stream, strictly between 0 and 1.</summary>
    internal static double Share(long stream) => ((new SeededRandom(stream).NextUInt64() >> 12) + 0.5) / Shares;

    /// <summary>Number of a parameter's stream: FNV-1a of its name, 64 bits.</summary>
    internal static long Hash(string name) =>
        unchecked((long)name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL));
}
