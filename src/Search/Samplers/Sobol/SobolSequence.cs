using System.Numerics;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Sobol;

/// <summary>Sobol's low-discrepancy sequence in the order of Gray codes (Antonov and Saleev, 1979), plain or scrambled.</summary>
public static class SobolSequence
{
    private const double Points = 1UL << DirectionNumbers.Bits;

    /// <summary>Dimensions there are direction numbers for.</summary>
    public static int MaxDimensions => DirectionNumbers.All.Count;

    /// <summary>A coordinate of the plain sequence.</summary>
    /// <param name="index">Number of the point, from 0.</param>
    /// <param name="dimension">From 0, below <see cref="MaxDimensions"/>.</param>
    /// <returns>A multiple of 2^-32, from 0, below 1; the first point is 0.</returns>
    public static double Plain(uint index, int dimension) => Digits(index, dimension) / Points;

    /// <summary>A coordinate after Owen's nested uniform scrambling ("Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995): uniform
    /// by itself, and still of low discrepancy together.</summary>
    /// <param name="index">Number of the point, from 0.</param>
    /// <param name="dimension">From 0, below <see cref="MaxDimensions"/>.</param>
    /// <param name="seed">Equal seeds give equal points.</param>
    /// <returns>Strictly between 0 and 1.</returns>
    public static double Scrambled(uint index, int dimension, long seed)
    {
        var digits = Digits(index, dimension);
        var key = (ulong)SeededRandom.Derive(seed, dimension);
        var flips = 0u;
        for (var depth = 0; depth < DirectionNumbers.Bits; depth++)
        {
            // Each digit is flipped or not by a coin that hangs on the digits before it. The leading 1 tells prefixes of all lengths apart.
            var prefix = (1UL << depth) | ((ulong)digits >> (DirectionNumbers.Bits - depth));
            flips = (flips << 1) | (uint)(SeededRandom.Mix(key ^ SeededRandom.Mix(prefix)) >> 63);
        }

        return ((digits ^ flips) + 0.5) / Points;
    }

    private static uint Digits(uint index, int dimension)
    {
        var v = DirectionNumbers.All[dimension];
        var digits = 0u;
        for (var gray = index ^ (index >> 1); gray != 0; gray &= gray - 1) digits ^= v[BitOperations.TrailingZeroCount(gray)];
        return digits;
    }
}
