using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Sweep.Reports.Comparisons;

/// <summary>The rank-sum test on two independent samples (H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18,
/// 1947).</summary>
public static class MannWhitneyTest
{
    /// <summary>Most values in both samples for which p is exact; beyond, the normal approximation with corrections for ties and
    /// continuity.</summary>
    public const int MaxExact = 60;

    /// <summary>Two-sided p-value: twice the smaller tail, at most 1. Equal values share their mean rank, and the exact distribution is
    /// that of these ranks.</summary>
    /// <param name="first">Values, not NaN; infinite ones are larger or smaller than all others.</param>
    /// <param name="second">Values of the other sample.</param>
    /// <returns>1 when all values are equal; null when a sample is empty.</returns>
    public static double? PValue(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        if (first.Count == 0 || second.Count == 0) return null;
        var ranks = first.Concat(second).Ranks(RankDefinition.Average);
        var sum = ranks.Take(first.Count).Sum();
        return ranks.Length <= MaxExact ? Exact(ranks, first.Count, sum) : Approximate(ranks, first.Count, sum);
    }

    /// <summary>Shares of all choices of so many ranks whose sum is no larger, and no smaller: mean ranks are halves, so doubled ranks
    /// count in whole steps.</summary>
    private static double Exact(double[] ranks, int size, double sum)
    {
        int[] steps = [.. ranks.Select(rank => (int)Math.Round(2 * rank))];
        var largest = steps.Sum();
        var choices = new double[size + 1, largest + 1];
        choices[0, 0] = 1;
        foreach (var step in steps)
        {
            for (var chosen = size; chosen >= 1; chosen--)
                for (var total = largest; total >= step; total--) choices[chosen, total] += choices[chosen - 1, total - step];
        }

        var seen = (int)Math.Round(2 * sum);
        double below = 0, above = 0, all = 0;
        for (var total = 0; total <= largest; total++)
        {
            all += choices[size, total];
            if (total <= seen) below += choices[size, total];
            if (total >= seen) above += choices[size, total];
        }

        return Math.Min(1, 2 * Math.Min(below, above) / all);
    }

    private static double Approximate(double[] ranks, int size, double sum)
    {
        double n = ranks.Length, other = n - size;
        // The variance of a sum of ranks drawn without replacement, ties or not.
        var mean = (n + 1) / 2;
        var variance = size * other / (n * (n - 1)) * ranks.Sum(rank => (rank - mean) * (rank - mean));
        if (variance == 0) return 1;
        var distance = Math.Max(0, Math.Abs(sum - size * mean) - 0.5);
        return Math.Min(1, 2 * Normal.CDF(0, 1, -distance / Math.Sqrt(variance)));
    }
}
