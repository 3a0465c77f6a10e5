using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sweep.Search.GaussianProcesses;

/// <summary>Sums over rows of numbers, four at a time.</summary>
/// <remarks>Vectors have a fixed width, so that the order of additions, and with it every bit of a result, is the same on every
/// processor; a library that takes the widest vectors it finds gives other last digits on another machine.</remarks>
internal static class Rows
{
    /// <summary>Sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint i = 0;
        var length = (nuint)a.Length;
        for (; i + 16 <= length; i += 16)
        {
            s0 += Vector256.LoadUnsafe(ref x, i) * Vector256.LoadUnsafe(ref y, i);
            s1 += Vector256.LoadUnsafe(ref x, i + 4) * Vector256.LoadUnsafe(ref y, i + 4);
            s2 += Vector256.LoadUnsafe(ref x, i + 8) * Vector256.LoadUnsafe(ref y, i + 8);
            s3 += Vector256.LoadUnsafe(ref x, i + 12) * Vector256.LoadUnsafe(ref y, i + 12);
        }

        for (; i + 4 <= length; i += 4) s0 += Vector256.LoadUnsafe(ref x, i) * Vector256.LoadUnsafe(ref y, i);
        var sum = Vector256.Sum((s0 + s1) + (s2 + s3));
        for (var k = (int)i; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    /// <summary>Adds <c>weight * values</c> to a row.</summary>
    public static void AddScaled(Span<double> row, ReadOnlySpan<double> values, double weight)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var r = ref MemoryMarshal.GetReference(row);
        var w = Vector256.Create(weight);
        nuint i = 0;
        for (; i + 4 <= (nuint)row.Length; i += 4)
            (Vector256.LoadUnsafe(ref r, i) + w * Vector256.LoadUnsafe(ref x, i)).StoreUnsafe(ref r, i);
        for (var k = (int)i; k < row.Length; k++) row[k] += weight * values[k];
    }

    /// <summary>Adds <c>weight * (value - values)^2</c> to a row.</summary>
    public static void AddSquares(Span<double> row, ReadOnlySpan<double> values, double value, double weight)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var r = ref MemoryMarshal.GetReference(row);
        var (v, w) = (Vector256.Create(value), Vector256.Create(weight));
        nuint i = 0;
        for (; i + 4 <= (nuint)row.Length; i += 4)
        {
            var difference = v - Vector256.LoadUnsafe(ref x, i);
            (Vector256.LoadUnsafe(ref r, i) + w * difference * difference).StoreUnsafe(ref r, i);
        }

        for (var k = (int)i; k < row.Length; k++) row[k] += weight * (value - values[k]) * (value - values[k]);
    }

    /// <summary>Adds <paramref name="weight"/> to a row wherever a value is another one (Hamming distance).</summary>
    public static void AddDifferent(Span<double> row, ReadOnlySpan<double> values, double value, double weight)
    {
        for (var k = 0; k < row.Length; k++) row[k] += values[k] == value ? 0 : weight;
    }

    /// <summary>Matern's kernel with smoothness 5/2 of squared distances, and its slopes: (1 + r + r^2 / 3) e^-r with r = sqrt(5 d2)
    /// (Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, equation 4.17); the slope by d2 is
    /// -5/6 (1 + r) e^-r. Values or slopes that are empty are not asked for.</summary>
    public static void Matern(ReadOnlySpan<double> squared, Span<double> values, Span<double> slopes)
    {
        ref var d = ref MemoryMarshal.GetReference(squared);
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var s = ref MemoryMarshal.GetReference(slopes);
        nuint i = 0;
        for (; i + 4 <= (nuint)squared.Length; i += 4)
        {
            var (value, slope) = Matern(Vector256.LoadUnsafe(ref d, i));
            if (!values.IsEmpty) value.StoreUnsafe(ref v, i);
            if (!slopes.IsEmpty) slope.StoreUnsafe(ref s, i);
        }

        for (var k = (int)i; k < squared.Length; k++)
        {
            var (value, slope) = Matern(Vector256.Create(squared[k]));
            if (!values.IsEmpty) values[k] = value[0];
            if (!slopes.IsEmpty) slopes[k] = slope[0];
        }
    }

    private static (Vector256<double> Value, Vector256<double> Slope) Matern(Vector256<double> squared)
    {
        var r = Vector256.Sqrt(squared * 5.0);
        var decay = Vector256.Exp(-r);
        var line = Vector256<double>.One + r;
        return ((line + r * r * (1.0 / 3)) * decay, line * decay * (-5.0 / 6));
    }
}
