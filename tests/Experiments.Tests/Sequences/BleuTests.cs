using Sweep.Experiments.Sequences;
using Sweep.Models.Sequences;

namespace Sweep.Experiments.Tests.Sequences;

/// <summary>BLEU by hand, with letters for tokens.</summary>
public sealed class BleuTests
{
    [Theory]
    // The course's own example: p1 = 4/5, p2 = 3/4, p3 = 1/3, p4 = 0, and one token too few: exp(1 - 6/5).
    [InlineData("abbcd", "abcdef", 1, 0.8187307530779818 * 0.8944271909999159)]
    [InlineData("abbcd", "abcdef", 2, 0.8187307530779818 * 0.8944271909999159 * 0.9306048591020996)]
    [InlineData("abbcd", "abcdef", 3, 0.8187307530779818 * 0.8944271909999159 * 0.9306048591020996 * 0.8716855428717601)]
    [InlineData("abbcd", "abcdef", 4, 0)]
    [InlineData("abcdef", "abcdef", 4, 1)]
    [InlineData("a", "a", 2, 1)]
    // Half of the prediction is right, and no pair of it: longer than the label costs nothing but precision.
    [InlineData("ax", "a", 1, 0.7071067811865476)]
    [InlineData("ax", "a", 2, 0)]
    // Each of the label's counts once: 1 of 3.
    [InlineData("aaa", "a", 1, 0.5773502691896258)]
    [InlineData("", "a", 2, 0)]
    // Shorter than k and than the label: all there is of it is right, and two tokens are missing, exp(1 - 3/1).
    [InlineData("a", "abc", 2, 0.1353352832366127)]
    public void Is_as_the_course_defines_it(string prediction, string label, int k, double expected) =>
        Assert.Equal(expected, Bleu.Of([.. prediction.Select(c => (int)c)], [.. label.Select(c => (int)c)], k), 1e-12);

    [Fact]
    public void What_training_has_never_seen_is_right_by_no_measure()
    {
        var scores = new HeldOutScores(grams: 2);

        scores.Add([SpecialTokens.Unknown, 5], [SpecialTokens.Unknown, 5]);
        scores.Add([4, 5], [4, 5]);

        // Half of the tokens and no pair of them; then all.
        Assert.Equal((0.5, 0.5), (scores.ExactMatch, scores.MeanBleu));
    }

    [Fact]
    public void An_unknown_token_among_right_ones_costs_as_a_wrong_one_does()
    {
        var scores = new HeldOutScores(grams: 1);

        scores.Add([4, SpecialTokens.Unknown], [4, SpecialTokens.Unknown]);

        Assert.Equal(0.7071067811865476, scores.MeanBleu, 1e-12);
    }
}
