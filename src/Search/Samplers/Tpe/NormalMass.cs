using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Sweep.Search.Samplers.Tpe;

/// <summary>The standard normal distribution between bounds.</summary>
internal static class NormalMass
{
    private const double Close = 0.05;
    private const double Far = 5;
    private const double Root2 = 1.4142135623730951;

    public const double HalfLogTwoPi = 0.9189385332046727;

    /// <summary>Probability between a bound and another one that is not below it.</summary>
    public static double Between(double low, double high)
    {
        // In the upper tail differences of 1 - small numbers would cancel.
        if (low > 0) (low, high) = (-high, -low);
        return high <= 0
            ? 0.5 * (SpecialFunctions.Erfc(-high / Root2) - SpecialFunctions.Erfc(-low / Root2))
            : 0.5 * (SpecialFunctions.Erf(high / Root2) - SpecialFunctions.Erf(low / Root2));
    }

    /// <summary>Logarithm of <see cref="Between"/>, quick where the bounds are close to each other.</summary>
    public static double LogBetween(double low, double high)
    {
        var (middle, width) = ((low + high) / 2, high - low);
        if (width > Close || Math.Abs(middle) > Far) return Math.Log(Math.Max(Between(low, high), double.Epsilon));
        // Taylor series about the middle; what is left out is below width^6 / 20,000.
        var (z, h) = (middle * middle, width * width);
        var series = h * (z - 1) / 24 + h * h * (z * z - 6 * z + 3) / 1920;
        return Math.Log(width * (1 + series)) - z / 2 - HalfLogTwoPi;
    }

    /// <summary>Draw number <paramref name="u"/> (0 to 1) of a normal distribution cut to 0..1, whose mean lies inside.</summary>
    public static double Quantile(double mean, double deviation, double u)
    {
        var (low, high) = (Normal.CDF(0, 1, -mean / deviation), Normal.CDF(0, 1, (1 - mean) / deviation));
        var z = Normal.InvCDF(0, 1, Math.Clamp(low + u * (high - low), 1e-300, 1 - 1e-16));
        return Math.Clamp(mean + deviation * z, 0, 1);
    }
}
