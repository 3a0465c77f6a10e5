using System.Runtime.Intrinsics;
using Sweep.Models.Fused;

namespace Sweep.Models.Tests.Fused;

/// <summary>The polynomials agree with double precision to a few units in the last place of float, over their whole range.</summary>
public sealed class VectorMathTests
{
    public static IEnumerable<float> Points =>
        Enumerable.Range(-870, 1741).Select(i => i * 0.1f).Concat(Enumerable.Range(-200, 401).Select(i => i * 0.005f));

    [Fact]
    public void Exp_is_within_a_few_ulp() =>
        Assert.All(Points, x => Assert.Equal(Math.Exp(x), One(VectorMath.Exp, x), 4e-7 * Math.Exp(x)));

    [Fact]
    public void Sigmoid_is_within_a_few_ulp_of_its_value() =>
        Assert.All(Points, x => Assert.Equal(1 / (1 + Math.Exp(-x)), One(VectorMath.Sigmoid, x), 4e-7 / (1 + Math.Exp(-x))));

    [Fact]
    public void Tanh_is_within_a_few_ulp_also_near_zero() =>
        Assert.All(Points, x => Assert.Equal(Math.Tanh(x), One(VectorMath.Tanh, x), 4e-7 * Math.Abs(Math.Tanh(x))));

    [Theory]
    [InlineData(float.PositiveInfinity, 1f, 1f)]
    [InlineData(float.NegativeInfinity, 0f, -1f)]
    [InlineData(1000f, 1f, 1f)]
    [InlineData(-1000f, 0f, -1f)]
    public void Far_arguments_reach_the_limits(float x, float sigmoid, float tanh)
    {
        Assert.Equal(sigmoid, One(VectorMath.Sigmoid, x), 1e-30f);
        Assert.Equal(tanh, One(VectorMath.Tanh, x));
    }

    [Fact]
    public void Not_a_number_stays_so()
    {
        Assert.True(double.IsNaN(One(VectorMath.Exp, float.NaN)));
        Assert.True(double.IsNaN(One(VectorMath.Sigmoid, float.NaN)));
        Assert.True(double.IsNaN(One(VectorMath.Tanh, float.NaN)));
    }

    private static float One(Func<Vector512<float>, Vector512<float>> function, float x) => function(Vector512.Create(x)).GetElement(7);
}
