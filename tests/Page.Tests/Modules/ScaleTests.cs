using System.Globalization;
using CsCheck;

namespace Sweep.Page.Tests.Modules;

/// <summary>Scales and their ticks.</summary>
public sealed class ScaleTests
{
    private readonly WebModule scale = new("base/scale.js");

    [Fact]
    public void A_linear_scale_puts_equal_differences_at_equal_distances() =>
        Assert.Equal([10, 60, 110], scale.Numbers("[0, 5, 10].map(m.linear([0, 10], [10, 110]).at)"));

    [Fact]
    public void A_logarithmic_scale_puts_equal_ratios_at_equal_distances()
    {
        var places = scale.Numbers("[0.001, 0.01, 0.1].map(m.log([0.001, 0.1], [200, 0]).at)");
        Assert.Equal([200, 100, 0], places.Select(place => Math.Round(place, 9)));
    }

    [Fact]
    public void What_is_not_positive_has_no_place_on_a_logarithmic_scale() =>
        Assert.Equal("[null,null,null]", scale.Of("[0, -1, null].map(m.log([1, 10], [0, 100]).at)").GetRawText());

    [Theory]
    [InlineData("linear")]
    [InlineData("log")]
    public void Inverting_a_place_gives_the_value_back(string kind) =>
        Gen.Double[0.001, 1000].Array[20].Sample(values =>
        {
            var list = string.Join(",", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            var back = scale.Numbers($"[{list}].map(v => {{ const s = m.{kind}([0.001, 1000], [40, 460]); return s.invert(s.at(v)); }})");
            Assert.All(values.Zip(back), pair => Assert.Equal(1, pair.Second / pair.First, 6));
        }, iter: 20);

    [Fact]
    public void A_scale_of_one_value_still_has_room_about_it() =>
        Assert.Equal([50, 50], scale.Numbers("[m.linear([3, 3], [0, 100]).at(3), Math.round(m.log([3, 3], [0, 100]).at(3))]"));

    [Fact]
    public void Values_of_a_list_keep_the_order_of_the_file() =>
        Assert.Equal([10, 30, 50], scale.Numbers("['rnn', 'gru', 'lstm'].map(m.category(['rnn', 'gru', 'lstm'], [0, 60]).at)"));

    [Fact]
    public void A_place_between_two_values_of_a_list_belongs_to_the_nearer_one() =>
        Assert.Equal("[\"a\",\"b\",\"b\"]", scale.Of("[1, 51, 400].map(m.category(['a', 'b'], [0, 100]).invert)").GetRawText());

    [Fact]
    public void Lists_and_switches_have_places_as_well() =>
        Assert.Equal([25, 75], scale.Numbers("[[1, 2], true].map(m.category([[1, 2], true], [0, 100]).at)"));

    [Theory]
    [InlineData("0, 10, 5", new[] { 0.0, 2, 4, 6, 8, 10 })]
    [InlineData("0, 1, 5", new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData("3, 97, 4", new[] { 20.0, 40, 60, 80 })]
    [InlineData("-1, 1, 4", new[] { -1, -0.5, 0, 0.5, 1 })]
    public void Ticks_stand_at_one_two_or_five_times_a_power_of_ten(string ends, double[] expected) =>
        Assert.Equal(expected, scale.Numbers($"m.linearTicks({ends}).map(t => t.value)"));

    [Fact]
    public void Ticks_of_a_logarithmic_axis_stand_at_powers_of_ten() =>
        Assert.Equal([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1], scale.Numbers("m.logTicks(1e-6, 0.1, 6).map(t => t.value)"));

    [Fact]
    public void A_long_logarithmic_axis_leaves_powers_out_evenly() =>
        Assert.Equal([1e-12, 1e-9, 1e-6, 1e-3, 1], scale.Numbers("m.logTicks(1e-12, 1, 4).map(t => t.value)"));

    [Fact]
    public void A_short_logarithmic_axis_has_even_steps() =>
        Assert.Equal([1.6, 1.8, 2, 2.2, 2.4], scale.Numbers("m.logTicks(1.5, 2.5, 5).map(t => t.value)"));

    [Fact]
    public void There_are_neither_too_few_ticks_nor_too_many() =>
        Gen.Select(Gen.Double[-8, 8], Gen.Double[0.01, 9], Gen.Int[2, 10]).Array[20].Sample(cases =>
        {
            var list = string.Join(",", cases.Select(
                c => string.Create(CultureInfo.InvariantCulture, $"[{c.Item1:R},{c.Item2:R},{c.Item3}]")));
            var counts = scale.Numbers($"[{list}].map(([from, width, n]) => m.logTicks(10 ** from, 10 ** (from + width), n).length / n)");
            Assert.All(counts, share => Assert.InRange(share, 0.2, 3.5));
        }, iter: 20);

    [Fact]
    public void Ends_leave_out_what_is_no_number() =>
        Assert.Equal([-2, 7], scale.Numbers("m.extent([3, null, NaN, -2, Infinity, 7, '9'])"));
}
