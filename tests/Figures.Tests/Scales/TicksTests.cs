using CsCheck;
using Sweep.Figures.Scales;
using Sweep.Reports.Pictures;

namespace Sweep.Figures.Tests.Scales;

/// <summary>Marks of axes are few, round and inside.</summary>
public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 10, 6, "0 2 4 6 8 10")]
    [InlineData(0.13, 0.97, 5, "0.2 0.4 0.6 0.8")]
    [InlineData(-1, 1, 5, "-1 -0.5 0 0.5 1")]
    [InlineData(0, 60000, 4, "0 20k 40k 60k")]
    [InlineData(0, 0.00005, 3, "0 2e-5 4e-5")]
    public void A_linear_axis_has_multiples_of_1_2_and_5(double low, double high, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Linear(low, high, most).Select(tick => tick.Label)));

    [Theory]
    [InlineData(1e-4, 1, 6, "0.0001 0.001 0.01 0.1 1")]
    [InlineData(1e-5, 1, 6, "1e-5 1e-4 1e-3 1e-2 1e-1 1e0")]
    [InlineData(1.5, 20, 4, "2 5 10 20")]
    [InlineData(1.5, 20, 7, "2 3 5 10 20")]
    [InlineData(1.6, 2.4, 6, "1.6 1.8 2 2.2 2.4")]
    [InlineData(1e-12, 1e12, 5, "1e-10 1e-5 1e0 1e5 1e10")]
    public void A_logarithmic_axis_has_as_many_round_numbers_as_fit(double low, double high, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Log(low, high, most).Select(tick => tick.Label)));

    [Fact]
    public void Marks_are_inside_rise_and_are_never_too_many() =>
        Gen.Select(Gen.Double[1e-9, 1e9], Gen.Double[1.0001, 1e6], Gen.Int[2, 12], Gen.Bool).Sample((low, factor, most, isLog) =>
        {
            var scale = Scale.Of(isLog ? AxisScale.Log : AxisScale.Linear, low, low * factor, 0, 100);

            var ticks = Ticks.Of(scale, most);

            Assert.InRange(ticks.Count, 1, most);
            Assert.All(ticks, tick => Assert.True(scale.Has(tick.Value), $"{tick.Value} lies outside"));
            Assert.Equal(ticks.Select(tick => tick.Value).Distinct().Order(), ticks.Select(tick => tick.Value));
        });
}
