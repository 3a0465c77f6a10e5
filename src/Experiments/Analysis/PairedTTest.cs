using MathNet.Numerics.Distributions;

namespace Sweep.Experiments.Analysis;

/// <summary>Student's t-test on paired differences.</summary>
/// <param name="Mean">Mean difference.</param>
/// <param name="HalfWidth">Half the width of the 95 % confidence interval.</param>
/// <param name="P">Two-sided p-value.</param>
public sealed record PairedTTest(double Mean, double HalfWidth, double P)
{
    /// <summary>Tests whether differences have mean 0.</summary>
    /// <param name="differences">Finite differences.</param>
    /// <returns>null with fewer than two differences. Equal differences leave no spread: p is 1 when all are 0, else 0.</returns>
    public static PairedTTest? Of(IReadOnlyCollection<double> differences)
    {
        if (differences.Count < 2) return null;
        var origin = differences.Min();
        var mean = origin + (differences.Sum(value => value - origin) / differences.Count);
        var variance = differences.Sum(value => (value - mean) * (value - mean)) / (differences.Count - 1);
        if (variance == 0) return new PairedTTest(mean, 0, mean == 0 ? 1 : 0);
        var error = Math.Sqrt(variance / differences.Count);
        var df = differences.Count - 1;
        var p = 2 * StudentT.CDF(0, 1, df, -Math.Abs(mean) / error);
        return new PairedTTest(mean, StudentT.InvCDF(0, 1, df, 0.975) * error, p);
    }
}
