using Sweep.Experiments.Ledger;

namespace Sweep.Experiments.Analysis;

/// <summary>Orders the configurations of a sweep by what their trials showed, and no finer than the data can tell.</summary>
/// <remarks>
/// <para>Clean configurations come first, by the mean of the metric over completed and stopped trials. Those with a diverged replicate come after
/// all of them, those that only failed last; inside these two tiers all share a rank. A configuration with nothing but planned, running or cancelled trials is not ranked.</para>
/// <para>rank = 1 + configurations in a better tier + clean ones with a better mean, less those among the <see cref="Reach"/> nearest of these that
/// <see cref="WelchTest"/> cannot separate from it at 95 %. So a configuration with a wide spread may keep a small rank number below one with a larger
/// number: its mean is worse, but nothing shows that it is. Up to <see cref="Reach"/> + 1 configurations that is a test of every pair.</para>
/// <para>With one replicate nothing is known of the spread: pairs with such a configuration follow the means alone.</para>
/// <para>The ledger's view <c>leaderboard</c> says the same in SQL.</para>
/// </remarks>
public static class Ranking
{
    /// <summary>A configuration is tested against so many with the next better means; those further above it count as better without a test, so that the work grows with the number of configurations and not with its square.</summary>
    public const int Reach = 200;

    /// <summary>Ranks the trials of one sweep.</summary>
    /// <param name="trials">All trials of the sweep.</param>
    /// <param name="metric">Name of the sweep's metric; decides whether the corpus floor applies.</param>
    /// <param name="maximize">True when a larger metric is better.</param>
    /// <returns>By tier, mean, and first trial.</returns>
    public static IReadOnlyList<RankedConfig> Rank(IReadOnlyList<TrialRow> trials, string metric, bool maximize)
    {
        List<Entry> entries =
        [
            .. trials.GroupBy(trial => trial.ConfigJson, StringComparer.Ordinal)
                .Select(group => Entry.Of([.. group.OrderBy(trial => trial.Number)], maximize))
                .Where(entry => entry.Summary.Tier is not null)
                .OrderBy(entry => entry.Summary.Tier).ThenBy(entry => entry.Score).ThenBy(entry => entry.Trials[0].Number),
        ];
        var ranks = Ranks(entries);
        var sharing = ranks.Values.CountBy(rank => rank).ToDictionary();
        return [.. entries.Select(entry => entry.Ranked(ranks[entry], sharing[ranks[entry]] > 1, metric))];
    }

    private static Dictionary<Entry, int> Ranks(List<Entry> entries)
    {
        var ranks = new Dictionary<Entry, int>(ReferenceEqualityComparer.Instance);
        // Equal means by spread and size, as the ledger's index has them: where reach ends among them must not hang on the order of trials.
        Entry[] clean =
        [
            .. entries.Where(entry => entry.Summary.Tier == ConfigTier.Clean)
                .OrderBy(entry => entry.Score).ThenBy(entry => entry.Summary.Error2 ?? double.NegativeInfinity).ThenBy(entry => entry.Summary.Replicates),
        ];
        MeanSample[] samples = [.. clean.Select(entry => MeanSample.Of(entry.Summary))];
        for (int index = 0, better = 0; index < clean.Length; index++)
        {
            if (index > 0 && clean[index - 1].Score < clean[index].Score) better = index;
            ranks[clean[index]] = 1 + better - Inseparable(samples.AsSpan(Math.Max(0, better - Reach)..better), samples[index]);
        }

        var diverged = entries.Count(entry => entry.Summary.Tier == ConfigTier.Diverged);
        foreach (var entry in entries.Skip(clean.Length)) ranks[entry] = 1 + clean.Length + (entry.Summary.Tier == ConfigTier.Failed ? diverged : 0);
        return ranks;
    }

    private static int Inseparable(ReadOnlySpan<MeanSample> better, MeanSample from)
    {
        var count = 0;
        foreach (ref readonly var other in better) if (!WelchTest.Separates(other, from)) count++;
        return count;
    }

    /// <param name="Trials">Trials of the configuration by number.</param>
    /// <param name="Summary">What they say together.</param>
    /// <param name="Score">The mean turned so that lower is better; infinity without one.</param>
    private sealed record Entry(TrialRow[] Trials, ReplicateSummary Summary, double Score)
    {
        public static Entry Of(TrialRow[] trials, bool maximize)
        {
            var summary = ReplicateSummary.Of([.. trials.Select(trial => (trial.Status, trial.Metric))], maximize);
            return new Entry(trials, summary, (maximize ? -summary.Mean : summary.Mean) ?? double.PositiveInfinity);
        }

        public RankedConfig Ranked(int rank, bool tied, string metric) => new()
        {
            Rank = rank,
            IsTied = tied,
            ConfigJson = Trials[0].ConfigJson,
            Tier = Summary.Tier!.Value,
            Replicates = Summary.Replicates,
            Mean = Summary.Mean,
            Std = Summary.Std,
            Best = Summary.Best,
            Trials = [.. Trials.Select(trial => trial.Number)],
            Diverged = Summary.Diverged,
            Failed = Summary.Failed,
            Floor = PerplexityFloor.For(metric, Trials[0].FloorPerplexity),
        };
    }
}
