namespace Sweep.Search.Racing;

/// <summary>Which configuration earns which seed: challengers run the seeds of the incumbent in growing blocks, and are dropped when they
/// are worse on the same seeds.</summary>
/// <remarks>
/// As the intensification of SMAC (Hutter et al., "Sequential model-based optimization for general algorithm configuration", LION 5
/// (2011), procedure 2), with blocks that end after 1, 2, 4, 8, ... seeds, and a test instead of a comparison of means. A challenger that
/// has all seeds of the incumbent and a lower mean on them takes its place. For each challenger whose race is over the incumbent earns a
/// seed. Answers depend on what was told, in its order, alone.
/// </remarks>
public sealed class SeedRace(RaceRules rules)
{
    private readonly List<Challenger> open = [];
    private readonly HashSet<int> entered = [];
    private SeedComparison? last;
    private int earned = 1;

    /// <summary>All results so far.</summary>
    public SeedResults Results { get; } = new();

    /// <summary>The best configuration so far; null = none has a result.</summary>
    public int? Incumbent { get; private set; }

    /// <summary>What comparisons say about the noise so far.</summary>
    public PooledNoise Noise { get; private set; }

    /// <summary>True when no configuration races: each is the incumbent or out.</summary>
    public bool IsDecided => open.Count == 0;

    /// <summary>Seeds that may run at once, without any further result.</summary>
    public int Wanted => open.Sum(challenger => Math.Max(0, Target(challenger) - Results.Begun(challenger.Configuration)))
        + (Incumbent is { } best ? Math.Max(0, Math.Min(earned, rules.Seeds) - Results.Begun(best)) : 0);

    /// <summary>A configuration comes in; one that is in already changes nothing.</summary>
    public void Enter(int configuration)
    {
        if (entered.Add(configuration)) open.Add(new(configuration));
    }

    /// <summary>A configuration leaves the race without a result; one that does not race changes nothing.</summary>
    public void Withdraw(int configuration) => open.RemoveAll(challenger => challenger.Configuration == configuration);

    /// <summary>A seed runs again that had failed or was withdrawn: its configuration races as if it had not run yet. An incumbent that is
    /// left without a result makes room for the best of the others.</summary>
    public void Return(int configuration, int seed)
    {
        Results.Remove(configuration, seed);
        if (configuration == Incumbent)
        {
            if (Results.Done(configuration) > 0) return;
            Incumbent = Results.Ranked.Select(other => (int?)other).FirstOrDefault();
            open.RemoveAll(challenger => challenger.Configuration == Incumbent);
        }

        if (!open.Exists(challenger => challenger.Configuration == configuration)) open.Add(new(configuration));
    }

    /// <summary>What to run next; counts as begun.</summary>
    /// <returns>null = a new configuration is wanted.</returns>
    public RaceStep? Next()
    {
        var next = Peek();
        if (next is not null) Results.Begin(next.Configuration);
        return next;
    }

    /// <summary>What <see cref="Next"/> would say; nothing is begun.</summary>
    public RaceStep? Peek()
    {
        foreach (var challenger in open)
        {
            var begun = Results.Begun(challenger.Configuration);
            if (begun < Target(challenger)) return new(challenger.Configuration, begun, RaceCause.Races, challenger.Last);
        }

        return Incumbent is { } best && Results.Begun(best) is var seed && seed < Math.Min(earned, rules.Seeds)
            ? new(best, seed, RaceCause.IsBest, last) : null;
    }

    /// <summary>True when a configuration is worse than the incumbent on the seeds that both have.</summary>
    public bool IsWorse(int configuration) => Incumbent is { } best && configuration != best
        && rules.IsWorse(Results.Differences(configuration, best), Noise, rules.Level);

    /// <summary>How a configuration stands against the incumbent; null = it is the incumbent, or there is none.</summary>
    public SeedComparison? Compare(int configuration) => Incumbent is { } best && configuration != best
        ? SeedComparison.Of(configuration, best, Results.Differences(configuration, best), Noise) : null;

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

    /// <summary>Seeds that a challenger may run before it is looked at again.</summary>
    private int Target(Challenger challenger) =>
        Incumbent is { } best ? Math.Min(challenger.Block, Math.Max(1, Results.Leading(best))) : 1;

    /// <summary>Looks at a challenger after its block; one that is better takes the incumbent's place.</summary>
    private bool IsOver(Challenger challenger)
    {
        var best = Incumbent!.Value;
        while (Results.Leading(challenger.Configuration) is > 0 and var done && done >= Target(challenger))
        {
            var differences = Results.Differences(challenger.Configuration, best);
            // The incumbent's seed runs again: wait for it.
            if (differences.Count == 0) return false;
            var isLast = done >= Results.Leading(best);
            var isWorse = rules.IsWorse(differences, Noise, rules.Level);
            challenger.Last = SeedComparison.Of(challenger.Configuration, best, differences, Noise);
            if (isWorse || isLast)
            {
                (Noise, last) = (Noise.With(differences), challenger.Last);
                if (!isWorse && differences.Sum() < 0) Incumbent = challenger.Configuration;
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

        /// <summary>How it stood after its last block.</summary>
        public SeedComparison? Last { get; set; }
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
