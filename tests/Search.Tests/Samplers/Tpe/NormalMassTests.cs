using CsCheck;
using MathNet.Numerics.Distributions;
using Sweep.Search.Samplers.Tpe;

namespace Sweep.Search.Tests.Samplers.Tpe;

public sealed class NormalMassTests
{
    // Simpson's rule on the density with 200 intervals.
    [Fact]
    public void The_logarithm_of_a_mass_is_that_of_the_density_s_integral() =>
        Gen.Select(Gen.Double[-6, 6], Gen.Double[-6, 0]).Sample((low, exponent) =>
        {
            var width = Math.Pow(10, exponent);
            var step = width / 200;
            var sum = Enumerable.Range(0, 201)
                .Sum(i => (i is 0 or 200 ? 1 : i % 2 == 1 ? 4 : 2) * Normal.PDF(0, 1, low + i * step)) * step / 3;

            Assert.Equal(Math.Log(sum), NormalMass.LogBetween(low, low + width), 1e-8);
        });
}
