using System.Globalization;

namespace Sweep.Search.Racing;

/// <summary>Which configuration earns which seed: challengers run the seeds of the incumbent in growing blocks, and are dropped when they
/// are worse on the same seeds.</summary>
/// <remarks>
/// As the intensification of SMAC (Hutter et al., "Sequential model-based optimization for general algorithm configuration", LION 5
/// (2011), procedure 2), with blocks that end after 1, 2, 4, 8, ... seeds, and a test instead of a comparison of means. A challenger that
/// has all seeds of the incumbent and a lower mean on them takes its place. For each challenger whose race is over the incumbent earns a
/// seed. Answers depend on what was told, in its order, alone.
/// </remarks>
public sealed class SeedRace
{
    private readonly RaceRules rules;
    private readonly List<Challenger> open = [];
    private readonly HashSet<int> entered = [];
    private PooledNoise noise;
    private int earned = 1;

    /// <summary>A race without configurations.</summary>
    public SeedRace(RaceRules rules) => this.rules = rules;

    /// <summary>All results so far.</summary>
    public SeedResults Results { get; } = new();

    /// <summary>The best configuration so far; null = none has a result.</summary>
    public int? Incumbent { get; private set; }

    /// <summary>A configuration comes in.</summary>
    /// <param name="configuration">Its number; one that is in already changes nothing.</param>
    public void Enter(int configuration)
    {
        if (entered.Add(configuration)) open.Add(new(configuration));
    }

    /// <summary>What to run next; counts as begun.</summary>
    /// <returns>null = a new configuration is wanted.</returns>
    public RaceStep? Next()
    {
        foreach (var challenger in open)
        {
            if (Results.Begun(challenger.Configuration) < Target(challenger)) return Step(challenger.Configuration, "races");
        }

        return Incumbent is { } best && Results.Begun(best) < Math.Min(earned, rules.Seeds) ? Step(best, "is the best so far") : null;
    }

    /// <summary>A result becomes known.</summary>
    public void Note(SeedResult result)
    {
        Results.Add(result);
        Incumbent ??= result.Configuration;
        open.RemoveAll(challenger => challenger.Configuration == Incumbent);
        foreach (var challenger in open.Where(challenger => IsOver(challenger)).ToList())
        {
            open.Remove(challenger);
            earned++;
        }
    }

    private RaceStep Step(int configuration, string why)
    {
        var seed = Results.Begin(configuration);
        var reason = string.Create(CultureInfo.InvariantCulture, $"configuration {configuration} {why}: seed {seed + 1}");
        return new(configuration, seed, reason);
    }

    /// <summary>Seeds that a challenger may run before it is looked at again.</summary>
    private int Target(Challenger challenger) =>
        Incumbent is { } best ? Math.Min(challenger.Block, Math.Max(1, Results.Done(best))) : 1;

    /// <summary>Looks at a challenger after its block; one that is better takes the incumbent's place.</summary>
    private bool IsOver(Challenger challenger)
    {
        var best = Incumbent!.Value;
        while (Results.Done(challenger.Configuration) is > 0 and var done && done >= Target(challenger))
        {
            var differences = Results.Differences(challenger.Configuration, best);
            var isLast = done >= Results.Done(best);
            var isWorse = rules.IsWorse(differences, noise, rules.Level);
            if (isWorse || isLast) noise = noise.With(differences);
            if (isWorse) return true;
            if (isLast)
            {
                if (differences.Sum() < 0) Incumbent = challenger.Configuration;
                return true;
            }

            challenger.Block *= 2;
        }

        return false;
    }

    private sealed class Challenger(int configuration)
    {
        public int Configuration => configuration;

        /// <summary>Seeds up to the end of its block.</summary>
        public int Block { get; set; } = 1;
    }
}

/// <summary>How seeds are raced. Immutable.</summary>
/// <param name="Seeds">Most seeds of a configuration, at least 1.</param>
public sealed record RaceRules(int Seeds)
{
    /// <summary>Level of the test after each block; default 0.25, which costs good challengers and saves many seeds of bad ones.</summary>
    public double Level { get; init; } = 0.25;

    /// <summary>The test: differences to the incumbent, noise so far, level.</summary>
    public Func<IReadOnlyList<double>, PooledNoise, double, bool> IsWorse { get; init; } = PairedTest.IsWorse;
}
