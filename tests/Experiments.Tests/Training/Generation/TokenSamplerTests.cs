using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Tests.Training.Generation;

/// <summary>Choice of the next token.</summary>
public sealed class TokenSamplerTests
{
    [Fact]
    public void Greedy_takes_the_largest_logit_and_the_first_among_equals()
    {
        var greedy = new TokenSampler(0, new SeededRandom(1));

        Assert.Equal(2, greedy.Choose([-3, 0, 4, 4, 1]));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Draws_follow_the_softmax_at_the_temperature(double temperature)
    {
        const int draws = 20_000;
        float[] logits = [0, 1, -1];
        var sampler = new TokenSampler(temperature, new SeededRandom(3));
        var counts = new int[3];
        for (var i = 0; i < draws; i++) counts[sampler.Choose(logits)]++;

        var total = logits.Sum(l => Math.Exp(l / temperature));
        for (var token = 0; token < 3; token++)
        {
            var p = Math.Exp(logits[token] / temperature) / total;
            Assert.InRange(counts[token], (draws * p) - 4 * Math.Sqrt(draws * p * (1 - p)), (draws * p)
                + 4 * Math.Sqrt(draws * p * (1 - p)));
        }
    }

    [Fact]
    public void Huge_logits_do_not_overflow() =>
        Assert.Equal(1, new TokenSampler(1e-3, new SeededRandom(1)).Choose([1e30f, 2e30f, -1e30f]));
}
