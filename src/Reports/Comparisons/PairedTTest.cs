using MathNet.Numerics.Distributions;

namespace Sweep.Reports.Comparisons;

/// <summary>Student's t-test on paired differences.</summary>
/// <param name="Mean">Mean difference.</param>
/// <param name="HalfWidth">Half the width of the 95 % confidence interval.</param>
/// <param name="P">Two-sided p-value.</param>
public sealed record PairedTTest(double Mean, double HalfWidth, double P)
{
    /// <summary>Rounding leaves equal differences about this far apart, relative to their mean.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Tests whether finite differences have mean 0.</summary>
    /// <returns>null with fewer than two differences, and where they are equal but not 0: without spread t is undefined, and p = 0 would
    /// claim certainty (R's <c>t.test</c> refuses it too). Equal means a standard deviation of at most 1e-12 of the mean's magnitude.
    /// When all are 0, p is 1.</returns>
    public static PairedTTest? Of(IReadOnlyCollection<double> differences)
    {
        if (differences.Count < 2) return null;
        var origin = differences.Min();
        var mean = origin + (differences.Sum(value => value - origin) / differences.Count);
        var variance = differences.Sum(value => (value - mean) * (value - mean)) / (differences.Count - 1);
        if (Math.Sqrt(variance) <= Rounding * Math.Abs(mean)) return mean == 0 ? new PairedTTest(0, 0, 1) : null;
        var error = Math.Sqrt(variance / differences.Count);
        var df = differences.Count - 1;
        var p = 2 * StudentT.CDF(0, 1, df, -Math.Abs(mean) / error);
        return new PairedTTest(mean, StudentT.InvCDF(0, 1, df, 0.975) * error, p);
    }
}
