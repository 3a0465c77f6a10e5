namespace Sweep.Page.Tests.Modules;

/// <summary>Numbers, times and texts as the page writes them.</summary>
public sealed class FormatTests
{
    private readonly WebModule format = new("base/format.js");

    [Theory]
    [InlineData("1.64139", "1.641")]
    [InlineData("0.0141812", "0.01418")]
    [InlineData("0.00001", "1e-5")]
    [InlineData("123456.7", "123,500")]
    [InlineData("3000", "3,000")]
    [InlineData("12500000", "1.25e7")]
    [InlineData("0", "0")]
    [InlineData("-2.5", "-2.5")]
    [InlineData("null", "–")]
    [InlineData("NaN", "–")]
    [InlineData("'lstm'", "lstm")]
    [InlineData("true", "true")]
    [InlineData("[64, 32]", "[64,32]")]
    [InlineData("'a\\u202eb'", "a·b")]
    public void A_value_is_short(string value, string expected) => Assert.Equal(expected, format.Text($"m.short({value})"));

    [Theory]
    [InlineData(400, "0.4 s")]
    [InlineData(42_000, "42 s")]
    [InlineData(200_000, "3 min 20 s")]
    [InlineData(7_500_000, "2 h 5 min")]
    [InlineData(273_600_000, "3 d 4 h")]
    [InlineData(3_600_000, "1 h")]
    public void A_time_span_has_its_two_largest_units(int milliseconds, string expected) =>
        Assert.Equal(expected, format.Text($"m.duration({milliseconds})"));

    [Theory]
    [InlineData("'a,b'", "\"a,b\"")]
    [InlineData("'say \"x\"'", "\"say \"\"x\"\"\"")]
    [InlineData("'=1+1'", "'=1+1")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("null", "")]
    public void A_field_of_csv_is_quoted_and_no_formula(string value, string expected) =>
        Assert.Equal(expected, format.Text($"m.csvField({value})"));

    [Fact]
    public void Text_of_a_trial_steers_nothing() =>
        Assert.Equal("red · · <b>\n\tend", format.Text("m.plain('\\u001b[31mred\\u001b[0m \\u0007 \\u202e <b>\\n\\tend')"));
}
