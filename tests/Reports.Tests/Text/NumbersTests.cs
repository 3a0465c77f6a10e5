using Sweep.Contracts;
using Sweep.Reports.Text;

namespace Sweep.Reports.Tests.Text;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-1e-300)]
    [InlineData(1e15)]
    public void Every_number_has_a_short_text(double number)
    {
        string[] texts = [Numbers.Metric(number), Numbers.Rate(number), Numbers.Count(number), Numbers.Seconds(number),
            Numbers.Duration(Durations.FromSeconds(number)), Sparkline.Of([1, number, number])];

        Assert.All(texts, text => Assert.InRange(text.Length, 1, 40));
    }

    [Theory]
    [InlineData(3.14159, "3.142")]
    [InlineData(31.4159, "31.42")]
    [InlineData(314.159, "314.2")]
    [InlineData(31415.9, "31416")]
    [InlineData(314159.0, "3.142e+05")]
    [InlineData(0.0314159, "0.03142")]
    [InlineData(0.00031, "3.100e-04")]
    [InlineData(-2.5, "-2.500")]
    [InlineData(0.0, "0")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Metric_has_four_significant_digits(double value, string expected) => Assert.Equal(expected, Numbers.Metric(value));

    [Fact]
    public void Absent_metric_is_a_dash() => Assert.Equal("-", Numbers.Metric(null));

    [Theory]
    [InlineData(0.0, "-")]
    [InlineData(950, "950")]
    [InlineData(9500, "9.5k")]
    [InlineData(69120, "69k")]
    [InlineData(999_499, "999k")]
    [InlineData(999_600, "1.0M")]
    [InlineData(1_300_000, "1.3M")]
    [InlineData(2.5e9, "2.5G")]
    public void Rate_is_short(double perSecond, string expected) => Assert.Equal(expected, Numbers.Rate(perSecond));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(6.6, "0:07")]
    [InlineData(59.6, "1:00")]
    [InlineData(754, "12:34")]
    [InlineData(3723, "1:02:03")]
    [InlineData(273900, "3d 04:05")]
    [InlineData(-5, "0:00")]
    public void Duration_reads_as_a_clock(double seconds, string expected) =>
        Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(1e25, "1e+25")]
    public void Exact_number_reads_back_as_itself(double value, string expected)
    {
        Assert.Equal(expected, Numbers.Exact(value));
        Assert.Equal(value, double.Parse(Numbers.Exact(value), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0.0004, "<0.001")]
    [InlineData(0.0312, "0.031")]
    [InlineData(0.42, "0.420")]
    public void Probability_has_three_decimals(double p, string expected) => Assert.Equal(expected, Numbers.Probability(p));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(16_744_000_000, "15.6 GiB")]
    [InlineData(1536, "1.5 KiB")]
    public void Bytes_are_in_binary_units(long bytes, string expected) => Assert.Equal(expected, Numbers.Bytes(bytes));

    [Theory]
    [InlineData(1, "1 trial")]
    [InlineData(2, "2 trials")]
    [InlineData(12000, "12,000 trials")]
    public void Plural_follows_the_count(long count, string expected) => Assert.Equal(expected, Numbers.Plural(count, "trial"));
}
