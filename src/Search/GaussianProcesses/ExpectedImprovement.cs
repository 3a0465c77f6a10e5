using MathNet.Numerics;

namespace Sweep.Search.GaussianProcesses;

/// <summary>Logarithm of the expected improvement on a best value, where smaller values are better.</summary>
/// <remarks>In logarithms it has a slope where the improvement itself rounds to 0 (Ament et al., "Unexpected Improvements to Expected
/// Improvement for Bayesian Optimization", 2023, section 4.1).</remarks>
internal static class ExpectedImprovement
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);
    private static readonly double RootHalfPi = Math.Sqrt(Math.PI / 2);

    /// <summary>log E max(0, best - y) of a normal y whose variance is above 0, with its slopes.</summary>
    public static (double Value, double ByMean, double ByVariance) Log(double mean, double variance, double best)
    {
        var sd = Math.Sqrt(variance);
        var z = (best - mean) / sd;
        var ratio = Ratio(z);
        return (Math.Log(sd) + LogH(z), -ratio / sd, (1 / sd - ratio * z / sd) / (2 * sd));
    }

    /// <summary>log h(z) with h(z) = E max(0, z + N(0, 1)) = phi(z) + z Phi(z).</summary>
    public static double LogH(double z)
    {
        if (z > -1) return Math.Log(Density(z) + z * Distribution(z));
        return z < -1000 ? -0.5 * z * z - HalfLogTwoPi - 2 * Math.Log(-z) : -0.5 * z * z - HalfLogTwoPi + Math.Log(Tail(z));
    }

    /// <summary>e^(x^2) erfc(x) for x at or above 0.</summary>
    /// <remarks>From 5 on the continued fraction of Laplace (Abramowitz and Stegun, 7.1.14), whose 50 terms are exact there.</remarks>
    public static double Erfcx(double x)
    {
        if (x < 5) return Math.Exp(x * x) * SpecialFunctions.Erfc(x);
        var tail = x;
        for (var term = 50; term >= 1; term--) tail = x + term / 2.0 / tail;
        return 1 / (Math.Sqrt(Math.PI) * tail);
    }

    // Phi(z) / h(z): the slope of log h.
    private static double Ratio(double z)
    {
        if (z > -1) return Distribution(z) / (Density(z) + z * Distribution(z));
        return z < -1000 ? -z : RootHalfPi * Erfcx(-z / Constants.Sqrt2) / Tail(z);
    }

    // h(z) / phi(z).
    private static double Tail(double z) => 1 + z * RootHalfPi * Erfcx(-z / Constants.Sqrt2);

    private static double Density(double z) => Math.Exp(-0.5 * z * z - HalfLogTwoPi);

    private static double Distribution(double z) => 0.5 * SpecialFunctions.Erfc(-z / Constants.Sqrt2);
}
