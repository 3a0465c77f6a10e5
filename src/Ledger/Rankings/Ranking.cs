using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Rankings;

/// <summary>Orders the configurations of a sweep by what their trials showed, and no finer than the data can tell.</summary>
/// <remarks>
/// <para>Clean configurations come first, by the mean of the metric over completed and stopped trials. Those with a diverged replicate come
/// after all of them, those that only failed last; inside these two tiers all share a rank. A configuration with nothing but planned,
/// running or cancelled trials is not ranked.</para> <para>rank = 1 + configurations in a better tier + clean ones with a better mean, less
/// those among the <see cref="Reach"/> nearest of these that <see cref="WelchTest"/> cannot separate from it at 95 %. So a configuration
/// with a wide spread may keep a small rank number below one with a larger number: its mean is worse, but nothing shows that it is. Up to
/// <see cref="Reach"/> + 1 configurations that is a test of every pair.</para> <para>With one replicate nothing is known of the spread:
/// pairs with such a configuration follow the means alone.</para> <para>The ledger's view <c>leaderboard</c> says the same in SQL.</para>
/// </remarks>
public static class Ranking
{
    /// <summary>A configuration is tested against so many with the next better means; those further above it count as better without a
    /// test, so that the work grows with the number of configurations and not with its square.</summary>
    public const int Reach = 200;

    /// <summary>Ranks the trials of one sweep.</summary>
    /// <param name="trials">All trials of the sweep.</param>
    /// <param name="metric">Name of the sweep's metric; decides whether the corpus floor applies.
    /// Empty = none, so nothing is ranked.</param>
    /// <param name="maximize">True when a larger metric is better.</param>
    /// <returns>By tier, mean, and first trial.</returns>
    public static IReadOnlyList<RankedConfig> Rank(IReadOnlyList<TrialRow> trials, string metric, bool maximize)
    {
        if (metric.Length == 0) return [];
        var configs = ByConfig(trials);
        var entries = Array.FindAll(OnAllCores(configs.Count, index => new Entry(configs[index], maximize)),
            entry => entry.Summary.Tier is not null);
        Array.Sort(entries, Entry.InOrder);
        Place(entries);
        var sharing = new int[entries.Length + 1];
        foreach (var entry in entries) sharing[entry.Rank]++;
        return OnAllCores(entries.Length, index => entries[index].Ranked(sharing[entries[index].Rank] > 1, metric));
    }

    /// <summary>Makes one item for each index; each for itself, so the number of cores changes nothing.</summary>
    private static T[] OnAllCores<T>(int count, Func<int, T> make)
    {
        var made = new T[count];
        Parallel.For(0, count, index => made[index] = make(index));
        return made;
    }

    /// <summary>Trials of each configuration by number.</summary>
    private static List<List<TrialRow>> ByConfig(IReadOnlyList<TrialRow> trials)
    {
        var configs = new Dictionary<TrialConfig, List<TrialRow>>();
        var (last, same) = (default(TrialConfig), default(List<TrialRow>));
        foreach (var trial in trials)
        {
            // Replicates come one after another and mostly share one object.
            if (same is null || !ReferenceEquals(trial.Plan.Config, last))
            {
                last = trial.Plan.Config;
                if (!configs.TryGetValue(last, out same)) configs.Add(last, same = []);
            }

            same.Add(trial);
        }

        foreach (var replicates in configs.Values) if (replicates.Count > 1) replicates.Sort((a, b) => a.Number.CompareTo(b.Number));
        return [.. configs.Values];
    }

    /// <summary>Gives each configuration its rank.</summary>
    /// <param name="entries">In order.</param>
    private static void Place(Entry[] entries)
    {
        var clean = Array.FindAll(entries, entry => entry.Summary.Tier == ConfigTier.Clean);
        Array.Sort(clean, Entry.AsTested);
        var samples = new SampleColumns(Array.ConvertAll(clean, entry => entry.Summary));
        var better = new int[clean.Length];
        for (var index = 1; index < clean.Length; index++)
            better[index] = clean[index - 1].Score < clean[index].Score ? index : better[index - 1];
        Parallel.For(0, clean.Length, index => clean[index].Rank =
            1 + better[index] - WelchTest.Inseparable(samples, Math.Max(0, better[index] - Reach), better[index], index));

        var diverged = entries.Count(entry => entry.Summary.Tier == ConfigTier.Diverged);
        foreach (var entry in entries.AsSpan(clean.Length))
            entry.Rank = 1 + clean.Length + (entry.Summary.Tier == ConfigTier.Failed ? diverged : 0);
    }

    /// <summary>One configuration.</summary>
    private sealed class Entry
    {
        private readonly List<TrialRow> trials;
        private readonly int first;

        public Entry(List<TrialRow> trials, bool maximize)
        {
            (this.trials, first) = (trials, trials[0].Number);
            Summary = ReplicateSummary.OfRows(trials, maximize);
            Score = (maximize ? -Summary.Mean : Summary.Mean) ?? double.PositiveInfinity;
        }

        /// <summary>What they say together.</summary>
        public ReplicateSummary Summary { get; }

        /// <summary>The mean turned so that lower is better; infinity without one.</summary>
        public double Score { get; }

        public int Rank { get; set; }

        /// <summary>By tier, mean, and first trial.</summary>
        public static int InOrder(Entry a, Entry b)
        {
            var order = ((int)a.Summary.Tier!.Value).CompareTo((int)b.Summary.Tier!.Value);
            if (order == 0) order = a.Score.CompareTo(b.Score);
            return order != 0 ? order : a.first.CompareTo(b.first);
        }

        /// <summary>Equal means by spread and size, as the ledger's index has them:
        /// where reach ends among them must not hang on the order of trials.</summary>
        public static int AsTested(Entry a, Entry b)
        {
            var order = a.Score.CompareTo(b.Score);
            if (order == 0) order = (a.Summary.Error2 ?? double.NegativeInfinity).CompareTo(b.Summary.Error2 ?? double.NegativeInfinity);
            if (order == 0) order = a.Summary.Replicates.CompareTo(b.Summary.Replicates);
            return order != 0 ? order : a.first.CompareTo(b.first);
        }

        private int[] Numbers()
        {
            var numbers = new int[trials.Count];
            for (var i = 0; i < numbers.Length; i++) numbers[i] = trials[i].Number;
            return numbers;
        }

        public RankedConfig Ranked(bool tied, string metric) => new()
        {
            Rank = Rank,
            IsTied = tied,
            Config = trials[0].Plan.Config,
            Tier = Summary.Tier!.Value,
            Replicates = Summary.Replicates,
            Mean = Summary.Mean,
            Std = Summary.Std,
            Best = Summary.Best,
            Trials = Numbers(),
            Diverged = Summary.Diverged,
            Failed = Summary.Failed,
            Floor = PerplexityFloor.For(metric, trials[0].Plan.Corpus?.FloorPerplexity),
        };
    }
}
