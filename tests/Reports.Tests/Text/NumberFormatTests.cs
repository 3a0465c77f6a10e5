using Sweep.Reports.Text;

namespace Sweep.Reports.Tests.Text;

/// <summary>A column has one notation and one number of decimals.</summary>
public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("2.512 15.370 107.250", 2.5123, 15.37, 107.25)] // the smallest decides: it has four significant digits
    [InlineData("31.42 99999.00", 31.4159, 99999.0)]
    [InlineData("0.000 2.500", 0.0, 2.5)]
    [InlineData("3.100e-04 4.000e-04", 0.00031, 0.0004)]
    [InlineData("1.000e-05 5.000e-01", 0.00001, 0.5)] // over more powers of ten than a fixed point can show
    [InlineData("1.234e+06 2.500e+00", 1234000.0, 2.5)]
    [InlineData("-2.500 10.000", -2.5, 10.0)]
    [InlineData("0 0", 0.0, 0.0)]
    public void Measured_numbers_look_alike(string expected, params double[] numbers) =>
        Assert.Equal(expected, Written(numbers, NumberStyle.Measured));

    [Theory]
    [InlineData("0.50 0.25 1.00", 0.5, 0.25, 1.0)]
    [InlineData("1 256 100000", 1.0, 256.0, 100000.0)]
    [InlineData("0.1000 0.0100 0.0010 0.0001", 0.1, 0.01, 0.001, 0.0001)]
    [InlineData("1e-05 1e-01", 0.00001, 0.1)]
    [InlineData("1.0e-05 2.5e-04", 0.00001, 0.00025)]
    [InlineData("0.001235 0.500000", 0.00123456789, 0.5)] // drawn from a range: four significant digits
    [InlineData("0.123456 0.123457", 0.12345612, 0.12345671)] // as many digits as tell them apart
    [InlineData("0.12345612 0.12345613", 0.12345612, 0.12345613)]
    public void Chosen_numbers_are_as_short_as_they_stay_distinct(string expected, params double[] numbers) =>
        Assert.Equal(expected, Written(numbers, NumberStyle.Chosen));

    [Fact]
    public void What_is_no_number_has_no_say() => Assert.Equal(
        "nan inf -inf 1.500", Written([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5], NumberStyle.Measured));

    [Fact]
    public void Sign_is_shown_where_it_matters() => Assert.Equal("+1.500", NumberFormat.For([1.5], NumberStyle.Measured).Signed(1.5));

    private static string Written(double[] numbers, NumberStyle style)
    {
        var format = NumberFormat.For(numbers, style);
        return string.Join(' ', numbers.Select(format.Text));
    }
}
