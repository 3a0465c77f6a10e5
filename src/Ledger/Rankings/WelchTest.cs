using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Distributions;

namespace Sweep.Ledger.Rankings;

/// <summary>Welch's t-test: do two means differ, when each sample has a spread of its own? (B. L. Welch, Biometrika 34, 1947.)</summary>
public static class WelchTest
{
    /// <summary>Degrees of freedom beyond which the last entry of the table serves: 1.972 there against 1.960 in the limit.</summary>
    public const int MaxDegrees = 200;

    // Between them a difference has a square that a double holds; the ledger's view, whose database refuses others, has the same bounds.
    private const double Furthest = 1e150;
    private const double Nearest = 1e-160;

    // Squares between these neither over- nor underflow, and a division instead of a product rounds by much less than this share.
    private const double LeastSquare = 1e-200;
    private const double LargestSquare = 1e200;
    private const double Rounding = 1e-9;

    private static readonly double[] Squares =
        [.. Enumerable.Range(1, MaxDegrees).Select(df => Math.Pow(StudentT.InvCDF(0, 1, df, 0.975), 2))];

    /// <summary>True when the means differ at 95 %, two-sided. Without a known spread on both sides, or with none at all,
    /// when they differ at all.</summary>
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

    /// <summary>Square of the two-sided 95 % bound of Student's t, for degrees of freedom (at least 1) rounded down, which asks for a
    /// little more evidence.</summary>
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

    /// <summary>How many of some samples the test cannot tell from another one, whose mean is none of theirs.</summary>
    /// <param name="samples">Looked at from <paramref name="first"/> up to <paramref name="from"/>.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="end">The one behind the last of them.</param>
    /// <param name="from">Place of the other one.</param>
    /// <remarks>Bounds that hold whatever the sizes of the samples settle most pairs, several at a time;
    /// the test itself settles the others.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Inseparable(SampleColumns samples, int first, int end, int from)
    {
        var sample = samples[from];
        var (count, at) = (0, first);
        if (sample.Count >= 2 && samples.FewestTested >= 2)
        {
            var (means, errors) = (samples.Means, samples.Errors);
            var (mean, error) = (new Vector<double>(sample.Mean), new Vector<double>(sample.Error2));
            var surely = new Vector<double>(CriticalSquare(Math.Min(samples.FewestTested, sample.Count) - 1) * (1 + Rounding));
            var never = new Vector<double>(CriticalSquare((double)samples.MostTested + sample.Count - 2) * (1 - Rounding));
            for (; at <= end - Vector<double>.Count; at += Vector<double>.Count)
            {
                var step = new Vector<double>(means, at) - mean;
                var (square, sum) = (step * step, new Vector<double>(errors, at) + error);
                var isSeparate = Vector.GreaterThan(square, surely * sum);
                var isNot = Vector.LessThan(square, never * sum);
                var isPlain = Vector.GreaterThan(square, new Vector<double>(LeastSquare)) & Vector.LessThan(
                    square, new Vector<double>(LargestSquare));
                if (((isSeparate | isNot) & isPlain) == Vector<long>.AllBitsSet) count -= (int)Vector.Sum(isNot);
                else for (var i = at; i < at + Vector<double>.Count; i++) if (!Separates(samples[i], sample)) count++;
            }
        }

        for (; at < end; at++) if (!Separates(samples[at], sample)) count++;
        return count;
    }
}
