using MathNet.Numerics.Distributions;

namespace Sweep.Search.Racing;

/// <summary>Whether one configuration is worse than another on the same seeds.</summary>
/// <remarks>
/// A one-sided paired t test whose variance is pooled over all pairs of configurations compared so far, so that it can reject after one
/// pair, once the noise is known from others. On its own a pair of results has no variance, two pairs need t above 6.3, and rank tests
/// (Wilcoxon, sign) cannot reject at 5 % below five pairs at all.
/// </remarks>
public static class PairedTest
{
    /// <summary>Degrees of freedom from which a pooled variance is taken for the truth.</summary>
    public const int FewestDegrees = 3;

    /// <summary>True when the first is worse.</summary>
    /// <param name="differences">Its losses less those of the other, seed by seed; infinite = it has failed, -infinite = the other
    /// has.</param>
    /// <param name="noise">What earlier comparisons say about the noise of differences.</param>
    /// <param name="level">Share of equal configurations that are called worse, by one such test.</param>
    public static bool IsWorse(IReadOnlyList<double> differences, PooledNoise noise, double level)
    {
        if (differences.Any(double.IsPositiveInfinity)) return true;
        if (differences.Count == 0 || differences.Any(double.IsNegativeInfinity)) return false;
        var mean = differences.Average();
        var pooled = noise.With(differences);
        if (mean <= 0 || pooled.Degrees < FewestDegrees) return false;
        if (pooled.Squares == 0) return true;
        var t = mean / Math.Sqrt(pooled.Squares / pooled.Degrees / differences.Count);
        return t > StudentT.InvCDF(0, 1, pooled.Degrees, 1 - level);
    }

    /// <summary>The lowest level at which <see cref="IsWorse"/> says that the first is worse; NaN = too little is known for a test, or
    /// one of both has failed.</summary>
    public static double PValue(IReadOnlyList<double> differences, PooledNoise noise)
    {
        var pooled = noise.With(differences);
        return differences.Count > 0 && differences.All(double.IsFinite)
            ? PValueBy(differences.Average(), differences.Count, pooled) : double.NaN;
    }

    /// <summary>Chance of such a mean difference or a larger one between equal configurations; NaN = too little is known of the
    /// noise.</summary>
    /// <param name="mean">Mean of the differences.</param>
    /// <param name="count">Their number, at least 1.</param>
    /// <param name="noise">All that is known of the noise of differences.</param>
    public static double PValueBy(double mean, int count, PooledNoise noise)
    {
        if (noise.Degrees < FewestDegrees) return double.NaN;
        if (noise.Squares == 0) return mean > 0 ? 0 : 1;
        return 1 - StudentT.CDF(0, 1, noise.Degrees, mean / Math.Sqrt(noise.Squares / noise.Degrees / count));
    }
}

/// <summary>Sum of squares of paired differences about their means. Immutable.</summary>
/// <param name="Squares">The sum.</param>
/// <param name="Degrees">Degrees of freedom: pairs less one, for each two configurations.</param>
public readonly record struct PooledNoise(double Squares, int Degrees)
{
    /// <summary>With one more comparison of two configurations.</summary>
    public PooledNoise With(IReadOnlyList<double> differences)
    {
        if (differences.Count < 2 || !differences.All(double.IsFinite)) return this;
        var mean = differences.Average();
        var squares = differences.Sum(difference => (difference - mean) * (difference - mean));
        return double.IsFinite(squares) ? new(Squares + squares, Degrees + differences.Count - 1) : this;
    }
}
