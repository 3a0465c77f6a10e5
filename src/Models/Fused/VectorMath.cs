using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sweep.Models.Fused;

/// <summary>exp, sigmoid and tanh of 16 floats, to within 2 units in the last place: range reduction and polynomials of Cephes' expf and
/// tanhf (S. L. Moshier, netlib.org/cephes). NaN goes through.</summary>
internal static class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Exp(Vec x)
    {
        // Beyond these e^x leaves the normal floats. Comparisons with NaN are false, so NaN stays.
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(88.02f)), Vector512.Create(88.02f), x);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-87.33f)), Vector512.Create(-87.33f), x);
        var power = Vector512.Round(x * Vector512.Create(1.44269504088896341f));
        var r = Vector512.FusedMultiplyAdd(power, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(power, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        var fraction = Vector512.FusedMultiplyAdd(p, r * r, r) + Vec.One;
        var exponent = Vector512.ConvertToInt32(power) + Vector512.Create(127);
        return fraction * Vector512.ShiftLeft(exponent, 23).AsSingle();
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Sigmoid(Vec x) => Vec.One / (Vec.One + Exp(-x));

    /// <summary>Hyperbolic tangent: a polynomial near zero, where 1 - 2 / (e^2x + 1) would lose digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec Tanh(Vec x)
    {
        var size = Vector512.Abs(x);
        var far = Vec.One - Vector512.Create(2f) / (Exp(size + size) + Vec.One);
        far = Vector512.ConditionalSelect(Vector512.LessThan(x, Vec.Zero), -far, far);
        var square = x * x;
        var p = Vector512.Create(-5.70498872745e-3f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(2.06390887954e-2f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-5.37397155531e-2f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(1.33314422036e-1f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-3.33332819422e-1f));
        var near = Vector512.FusedMultiplyAdd(p * square, x, x);
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(0.625f)), near, far);
    }
}
