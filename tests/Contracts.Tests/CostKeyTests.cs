namespace Sweep.Contracts.Tests;

/// <summary>What a cost key says of the data of its trials.</summary>
public sealed class CostKeyTests
{
    private static readonly CostKey Key = "language-model lstm 2x256 input=one-hot vocabulary=4580 batch=32 steps=35 text=16Mi";

    [Theory]
    [InlineData("vocabulary", "", 4580L)]
    [InlineData("text", "Mi", 16L)]
    [InlineData("text", "", null)]
    [InlineData("input", "", null)]
    [InlineData("cabulary", "", null)]
    [InlineData("hidden", "", null)]
    public void A_number_is_found_by_its_whole_name_and_unit(string name, string unit, long? number) =>
        Assert.Equal(number, Key.Number(name, unit));

    [Theory]
    [InlineData("vocabulary=")]
    [InlineData("vocabulary=-1")]
    [InlineData("vocabulary= 1")]
    [InlineData("vocabulary=1e3")]
    [InlineData("vocabulary=1234567890")]
    [InlineData("text=Mi")]
    public void What_is_no_number_of_at_most_nine_digits_is_none(string text) =>
        Assert.Equal((null, null), (new CostKey(text).Number("vocabulary"), new CostKey(text).Number("text", "Mi")));
}
