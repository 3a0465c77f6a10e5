using System.Runtime.Intrinsics;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sweep.Models.Fused;

/// <summary>Softmax and cross-entropy of one row of logits, which lies in the first-level cache for all its passes.</summary>
internal static unsafe class SoftmaxRow
{
    /// <summary>The row's cross-entropy in nats; replaces the row by scale * (softmax - one-hot target) and adds that
    /// to <paramref name="sums"/>.</summary>
    public static double Gradient(float* row, float* bias, int width, int target, float scale, float* sums)
    {
        var max = Shift(row, bias, width);
        var ofTarget = row[target];
        var sum = Exponentials(row, width, max);
        var factor = Vector512.Create(scale / sum);
        row[target] -= sum; // (e - sum) / sum = p - 1
        for (var j = 0; j < width; j += Vec.Count)
        {
            var gradient = Vector512.Load(row + j) * factor;
            gradient.Store(row + j);
            (Vector512.Load(sums + j) + gradient).Store(sums + j);
        }

        return Math.Log(sum) + ((double)max - ofTarget);
    }

    /// <summary>The row's cross-entropy in nats; destroys the row.</summary>
    public static double Nats(float* row, float* bias, int width, int target)
    {
        var max = Shift(row, bias, width);
        var ofTarget = row[target];
        return Math.Log(Exponentials(row, width, max)) + ((double)max - ofTarget);
    }

    // Adds the bias and returns the greatest element.
    private static float Shift(float* row, float* bias, int width)
    {
        var max = Vector512.Create(float.NegativeInfinity);
        for (var j = 0; j < width; j += Vec.Count)
        {
            var x = Vector512.Load(row + j) + Vector512.Load(bias + j);
            x.Store(row + j);
            max = Vector512.ConditionalSelect(Vector512.GreaterThan(x, max), x, max);
            // NaN is passed over here and shows in the exponentials
        }

        var greatest = float.NegativeInfinity;
        for (var i = 0; i < Vec.Count; i++)
            greatest = MathF.Max(greatest, max.GetElement(i));
        return greatest;
    }

    // row = e^(row - max), returns the sum.
    private static float Exponentials(float* row, int width, float max)
    {
        var sum = Vec.Zero;
        var shift = Vector512.Create(max);
        for (var j = 0; j < width; j += Vec.Count)
        {
            var e = VectorMath.Exp(Vector512.Load(row + j) - shift);
            e.Store(row + j);
            sum += e;
        }

        return Vector512.Sum(sum);
    }
}
