using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Text;
using Sweep.Search.Racing;

namespace Sweep.Reports.Leaderboards;

/// <summary>What a race over seeds leaves undecided. Its configurations have run different numbers of seeds, so their means do not compare;
/// seeds that two of them have in common do.</summary>
internal static class RacedPlaces
{
    private const double Level = 0.05;
    private const int MostNamed = 5;

    /// <summary>Which configuration is the best on the same seeds, and which others may be; null = all have run as many seeds.</summary>
    public static string? Line(SweepRow sweep, IReadOnlyList<TrialResult> trials, IReadOnlyList<RankedConfig> ranked)
    {
        List<RankedConfig> clean = [.. ranked.Where(config => config.Tier == ConfigTier.Clean)];
        if (clean.Count < 2 || clean.All(config => config.Trials.Count == clean[0].Trials.Count)) return null;
        var results = Results(sweep, trials, clean);
        var most = clean.Max(config => config.Replicates);
        // A configuration that lost its race has run few seeds. The order among the others is that of their means.
        var best = clean.FindIndex(config => config.Replicates == most);
        List<IReadOnlyList<double>> differences = [.. clean.Select((_, place) => results.Differences(place, best))];
        var noise = differences.Where((_, place) => place != best)
            .Aggregate(default(PooledNoise), (known, own) => own.Count < 2 ? known : known.With(own));
        List<RankedConfig> open = [.. clean.Where((_, place) => place != best && !IsWorse(differences[place], noise))];
        var first = $"seeds were raced: on the same seeds the configuration of trial {clean[best].Trials[0]} " +
            $"(rank {clean[best].Rank}, {Numbers.Plural(most, "seed")}) is ahead";
        if (open.Count == 0) return $"{first}; all others are worse (paired t-test, 95 %)";
        var named = string.Join(", ", open.Take(MostNamed).Select(config => config.Trials[0]));
        return $"{first}, and undecided are those of {(open.Count == 1 ? "trial" : "trials")} {named}" +
            $"{(open.Count > MostNamed ? $" and {open.Count - MostNamed} more" : "")} (paired t-test, 95 %)";
    }

    /// <summary>The noise has the own differences in it already.</summary>
    private static bool IsWorse(IReadOnlyList<double> differences, PooledNoise noise) =>
        differences.Count > 0 && PairedTest.PValueBy(differences.Average(), differences.Count, noise) < Level;

    private static SeedResults Results(SweepRow sweep, IReadOnlyList<TrialResult> trials, IReadOnlyList<RankedConfig> configs)
    {
        var places = configs.SelectMany((config, place) => config.Trials.Select(trial => (trial, place)))
            .ToDictionary(pair => pair.trial, pair => pair.place);
        var results = new SeedResults();
        foreach (var trial in trials)
        {
            if (trial.Metric is { } metric && places.TryGetValue(trial.Number, out var place))
                results.Add(new(place, trial.Replicate, sweep.Maximize ? -metric : metric));
        }

        return results;
    }
}
