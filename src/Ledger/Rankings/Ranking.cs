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

    /// <summary>Ranks the trials of a sweep; none where the metric is empty. Its name decides whether the corpus floor applies.</summary>
    /// <returns>By tier, mean, and first trial.</returns>
    public static IReadOnlyList<RankedConfig> Rank(SweepResults results, string metric, bool maximize)
    {
        if (metric.Length == 0) return [];
        var trials = new TrialsByConfig(results);
        var sums = OnAllCores(results.Configs.Count, config => ReplicateSummary.Of(results.Trials, trials[config], maximize));
        var order = new RankingOrder(sums, maximize);
        var ranks = Ranks(order, sums);
        var sharing = new int[order.Length + 1];
        foreach (var rank in ranks) sharing[rank]++;
        return OnAllCores(order.Length, place =>
        {
            var (config, rank) = (order[place], ranks[place]);
            return Ranked(results, config, trials[config], sums[config], (rank, sharing[rank] > 1), metric);
        });
    }

    /// <summary>Makes one item for each index; each for itself, so the number of cores changes nothing.</summary>
    private static T[] OnAllCores<T>(int count, Func<int, T> make)
    {
        var made = new T[count];
        Parallel.For(0, count, index => made[index] = make(index));
        return made;
    }

    /// <summary>The rank at each place of the order.</summary>
    private static int[] Ranks(RankingOrder order, ReplicateSummary[] sums)
    {
        var clean = order.AsTested();
        var samples = new SampleColumns(Array.ConvertAll(clean, config => sums[config]));
        var better = new int[clean.Length];
        for (var index = 1; index < clean.Length; index++)
            better[index] = order.Score(clean[index - 1]) < order.Score(clean[index]) ? index : better[index - 1];
        var ranks = new int[sums.Length];
        Parallel.For(0, clean.Length, index => ranks[clean[index]] =
            1 + better[index] - WelchTest.Inseparable(samples, Math.Max(0, better[index] - Reach), better[index], index));
        return OnAllCores(order.Length, place => place < order.Clean ? ranks[order[place]]
            : 1 + order.Clean + (place < order.Clean + order.Diverged ? 0 : order.Diverged));
    }

    private static RankedConfig Ranked(
        SweepResults results, int config, ReadOnlySpan<int> trials, ReplicateSummary sum, (int Number, bool IsTied) rank, string metric)
    {
        var numbers = new int[trials.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = results.Trials[trials[i]].Number;
        return new RankedConfig(
            Rank: rank.Number,
            IsTied: rank.IsTied,
            Config: results.Configs[config],
            Tier: sum.Tier!.Value,
            Replicates: sum.Replicates,
            Mean: sum.Mean,
            Std: sum.Std,
            Best: sum.Best,
            Trials: numbers,
            Diverged: sum.Diverged,
            Failed: sum.Failed,
            Floor: PerplexityFloor.For(metric, results.Trials[trials[0]].Floor));
    }
}
