using MathNet.Numerics.Distributions;

namespace Sweep.Experiments.Analysis;

/// <summary>Welch's t-test: do two means differ, when each sample has a spread of its own? (B. L. Welch, Biometrika 34, 1947.)</summary>
public static class WelchTest
{
    /// <summary>Degrees of freedom beyond which the last entry of the table serves: 1.972 there against 1.960 in the limit.</summary>
    public const int MaxDegrees = 200;

    // Between them a difference has a square that a double holds; the ledger's view, whose database refuses others, has the same bounds.
    private const double Furthest = 1e150;
    private const double Nearest = 1e-160;

    private static readonly double[] Squares =
        [.. Enumerable.Range(1, MaxDegrees).Select(df => Math.Pow(StudentT.InvCDF(0, 1, df, 0.975), 2))];

    /// <summary>True when the means differ at 95 %, two-sided. Without a known spread on both sides, or with none at all, when they differ at all.</summary>
    public static bool Separates(ReplicateSummary a, ReplicateSummary b) => Separates(MeanSample.Of(a), MeanSample.Of(b));

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

    internal static bool Separates(in MeanSample a, in MeanSample b)
    {
        if (double.IsNaN(a.Mean) || double.IsNaN(b.Mean) || a.Mean == b.Mean) return false;
        var error = a.Error2 + b.Error2;
        var least = Math.Min(a.Mean, b.Mean);
        var most = Math.Max(a.Mean, b.Mean);
        if (double.IsNaN(error) || error == 0 || most > least + Furthest) return true;
        if (most < least + Nearest) return false;
        var t2 = (b.Mean - a.Mean) * (b.Mean - a.Mean) / error;
        // Degrees lie between those of the smaller sample and those of both, which settles most pairs without them.
        if (t2 > CriticalSquare(Math.Min(a.Count, b.Count) - 1)) return true;
        return t2 > CriticalSquare((double)a.Count + b.Count - 2) && t2 > CriticalSquare(Degrees(a.Error2, a.Count, b.Error2, b.Count));
    }
}
