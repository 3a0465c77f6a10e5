namespace Sweep.Ledger.Rankings;

/// <summary>Ranked configurations in order: by tier, score, and first trial. A configuration is known by its place in the order of first
/// trials, since there may be very many.</summary>
internal sealed class RankingOrder
{
    private readonly ReplicateSummary[] sums;
    private readonly double[] scores;
    private readonly int[] order;

    public RankingOrder(ReplicateSummary[] sums, bool maximize)
    {
        this.sums = sums;
        scores = Array.ConvertAll(sums, sum => (maximize ? -sum.Mean : sum.Mean) ?? double.PositiveInfinity);
        var (clean, diverged, failed) = (Sorted(ConfigTier.Clean), Sorted(ConfigTier.Diverged), Sorted(ConfigTier.Failed));
        (order, Clean, Diverged) = ([.. clean, .. diverged, .. failed], clean.Length, diverged.Length);
    }

    public int Length => order.Length;

    /// <summary>How many of them are clean; they come first.</summary>
    public int Clean { get; }

    /// <summary>How many have a diverged replicate; they come next.</summary>
    public int Diverged { get; }

    public int this[int place] => order[place];

    /// <summary>The mean of a configuration turned so that lower is better; infinity without one.</summary>
    public double Score(int config) => scores[config];

    /// <summary>The clean ones with equal means by spread and size, as the ledger's index has them:
    /// where reach ends among them must not hang on the order of trials.</summary>
    public int[] AsTested()
    {
        var tested = order.AsSpan(0, Clean).ToArray();
        SortEqual(tested, (a, b) =>
        {
            var first = (sums[a].Error2 ?? double.NegativeInfinity).CompareTo(sums[b].Error2 ?? double.NegativeInfinity);
            if (first == 0) first = sums[a].Replicates.CompareTo(sums[b].Replicates);
            return first != 0 ? first : a.CompareTo(b);
        });
        return tested;
    }

    private int[] Sorted(ConfigTier tier)
    {
        var configs = new List<int>();
        for (var config = 0; config < sums.Length; config++) if (sums[config].Tier == tier) configs.Add(config);
        int[] sorted = [.. configs];
        // By numbers alone, which is many times as fast as a comparison that is called; few means are equal.
        Array.Sort(Array.ConvertAll(sorted, config => scores[config]), sorted);
        SortEqual(sorted, (a, b) => a.CompareTo(b));
        return sorted;
    }

    /// <summary>Sorts those with equal scores among themselves.</summary>
    private void SortEqual(int[] sorted, Comparison<int> compare)
    {
        for (int from = 0, end; from < sorted.Length; from = end)
        {
            end = from + 1;
            while (end < sorted.Length && scores[sorted[end]].CompareTo(scores[sorted[from]]) == 0) end++;
            if (end - from > 1) sorted.AsSpan(from, end - from).Sort(compare);
        }
    }
}
