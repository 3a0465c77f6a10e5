using Sweep.Experiments.Sequences;

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
    public void Is_as_the_course_defines_it(string prediction, string label, int k, double expected) =>
        Assert.Equal(expected, Bleu.Of([.. prediction.Select(c => (int)c)], [.. label.Select(c => (int)c)], k), 1e-12);
}
