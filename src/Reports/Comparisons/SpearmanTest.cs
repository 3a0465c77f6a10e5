using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Sweep.Reports.Comparisons;

/// <summary>Spearman's rank correlation with its test (C. Spearman, American Journal of Psychology 15, 1904): Pearson's correlation of the
/// ranks; equal values share their mean rank.</summary>
public static class SpearmanTest
{
    private const int Least = 3;

    /// <summary>Rho of finite values, and p by Student's t with n - 2 degrees of freedom.</summary>
    /// <returns>null with fewer than three pairs, or when either takes one value only: then there is nothing to rank.</returns>
    public static RankCorrelation? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count < Least || x.All(value => value == x[0]) || y.All(value => value == y[0])) return null;
        var rho = Math.Clamp(Correlation.Spearman(x, y), -1, 1);
        var degrees = x.Count - 2;
        var t = rho * Math.Sqrt(degrees / ((1 - rho) * (1 + rho)));
        return new RankCorrelation(rho, double.IsInfinity(t) ? 0 : Math.Min(1, 2 * StudentT.CDF(0, 1, degrees, -Math.Abs(t))), x.Count);
    }
}
