using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Sweep.Reports.Comparisons;

/// <summary>Wilcoxon's signed-rank test on paired differences (F.
/// Wilcoxon, Biometrics Bulletin 1, 1945): no assumption on their distribution but symmetry.</summary>
public static class WilcoxonTest
{
    /// <summary>Most non-zero differences for which p is exact; beyond, the normal approximation with correction for ties.</summary>
    public const int MaxExact = 50;

    /// <summary>Two-sided p-value of finite differences. Those of 0 are left out; equal ones share their mean rank, and the exact
    /// distribution is that of these ranks.</summary>
    /// <returns>1 when every difference is 0; null without differences.</returns>
    public static double? PValue(IReadOnlyCollection<double> differences)
    {
        if (differences.Count == 0) return null;
        double[] nonZero = [.. differences.Where(value => value != 0)];
        if (nonZero.Length == 0) return 1;
        var ranks = nonZero.Select(Math.Abs).Ranks(RankDefinition.Average);
        var positive = nonZero.Zip(ranks).Sum(pair => pair.First > 0 ? pair.Second : 0);
        var smaller = Math.Min(positive, ranks.Sum() - positive);
        return nonZero.Length <= MaxExact ? Exact(ranks, smaller) : Approximate(ranks, smaller);
    }

    /// <summary>Share of all 2^n sign patterns whose smaller rank sum is no larger:
    /// mean ranks are halves, so doubled ranks count in whole steps.</summary>
    private static double Exact(double[] ranks, double smaller)
    {
        int[] steps = [.. ranks.Select(rank => (int)Math.Round(2 * rank))];
        var patterns = new double[steps.Sum() + 1];
        patterns[0] = 1;
        foreach (var step in steps)
        {
            for (var sum = patterns.Length - 1; sum >= step; sum--) patterns[sum] += patterns[sum - step];
        }

        var tail = patterns.Take((int)Math.Round(2 * smaller) + 1).Sum();
        return Math.Min(1, 2 * tail / Math.Pow(2, ranks.Length));
    }

    private static double Approximate(double[] ranks, double smaller)
    {
        // The variance of a sum of ranks with random signs is a quarter of the sum of their squares, ties or not.
        var z = (smaller - (ranks.Sum() / 2)) / Math.Sqrt(ranks.Sum(rank => rank * rank) / 4);
        return Math.Min(1, 2 * Normal.CDF(0, 1, z));
    }
}
