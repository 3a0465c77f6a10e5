using CsCheck;

namespace Sweep.Contracts.Tests;

public sealed class MemoryAskTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void Nothing_known_asks_for_nothing(long? predicted) => Assert.Equal(0, MemoryAsk.Of(predicted));

    [Fact]
    public void An_ask_covers_the_margin_and_no_more_than_a_quarter_octave_beyond() =>
        Gen.Long[1 << 20, 1L << 45].Sample(predicted =>
            Assert.InRange(MemoryAsk.Of(predicted) / (double)predicted, MemoryAsk.Margin * (1 - 1e-9),
                MemoryAsk.Margin * Math.Pow(2, 0.25) * (1 + 1e-6)));

    [Fact]
    public void Trials_of_about_the_same_size_ask_for_the_same() =>
        Assert.Single(Enumerable.Range(0, 1000).Select(i => MemoryAsk.Of((700L << 20) + (i << 10))).Distinct());
}
