using MathNet.Numerics.Distributions;

namespace Sweep.Experiments.Analysis;

/// <summary>Welch's t-test: do two means differ, when each sample has a spread of its own? (B. L. Welch, Biometrika 34, 1947.)</summary>
public static class WelchTest
{
    /// <summary>Degrees of freedom beyond which the last entry of the table serves: 1.972 there against 1.960 in the limit.</summary>
    public const int MaxDegrees = 200;

    private static readonly double[] Squares =
        [.. Enumerable.Range(1, MaxDegrees).Select(df => Math.Pow(StudentT.InvCDF(0, 1, df, 0.975), 2))];

    /// <summary>True when the means differ at 95 %, two-sided. Without a known spread on both sides, or with none at all, when they differ at all.</summary>
    public static bool Separates(ReplicateSummary a, ReplicateSummary b)
    {
        if (a.Mean is not { } meanA || b.Mean is not { } meanB || meanA == meanB) return false;
        if (a.Error2 is not { } errorA || b.Error2 is not { } errorB || errorA + errorB == 0) return true;
        var t2 = (meanB - meanA) * (meanB - meanA) / (errorA + errorB);
        return t2 > CriticalSquare(Degrees(errorA, a.Replicates, errorB, b.Replicates));
    }

    /// <summary>Welch-Satterthwaite degrees of freedom.</summary>
    /// <param name="errorA">Squared standard error of the first mean.</param>
    /// <param name="countA">Size of the first sample, at least 2.</param>
    /// <param name="errorB">Squared standard error of the second mean; not both 0.</param>
    /// <param name="countB">Size of the second sample, at least 2.</param>
    public static double Degrees(double errorA, int countA, double errorB, int countB)
    {
        // As shares of their sum, so that no square under- or overflows.
        var (shareA, shareB) = (errorA / (errorA + errorB), errorB / (errorA + errorB));
        return 1 / ((shareA * shareA / (countA - 1)) + (shareB * shareB / (countB - 1)));
    }

    /// <summary>Square of the two-sided 95 % bound of Student's t, for degrees of freedom rounded down (which asks for a little more evidence).</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double CriticalSquare(double degrees) => Squares[(int)Math.Clamp(degrees + 1e-9, 1, MaxDegrees) - 1];
}
