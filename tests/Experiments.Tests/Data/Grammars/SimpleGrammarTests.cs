using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Grammars;

namespace Sweep.Experiments.Tests.Data.Grammars;

public class SimpleGrammarTests
{
    private static readonly double Ln2 = Math.Log(2);

    [Fact]
    public void A_coin_thrown_until_heads_costs_one_bit_per_word()
    {
        var grammar = new SimpleGrammar("s", [new("s", 1, "a"), new("s", 1, "b", "s")]);

        Assert.Equal(2, grammar.Sizes.Words, 1e-12);
        Assert.Equal(Ln2, grammar.Sizes.EntropyRate(TokenKind.Word), 1e-12);
        Assert.Equal(Ln2 / 2, grammar.Sizes.EntropyRate(TokenKind.Char), 1e-12);
    }

    [Fact]
    public void Words_without_choice_cost_nothing_but_lengthen_the_sentence()
    {
        // "heads" with odds 1/4 (6 characters with the space), "tails x" with 3/4 (8 characters).
        var grammar = new SimpleGrammar("s", [new("s", 1, "heads"), new("s", 3, "tails", "t"), new("t", 9, "x")]);
        var entropy = (0.25 * Math.Log(4)) + (0.75 * Math.Log(4.0 / 3));

        Assert.Equal(entropy / 1.75, grammar.Sizes.EntropyRate(TokenKind.Word), 1e-12);
        Assert.Equal(entropy / 7.5, grammar.Sizes.EntropyRate(TokenKind.Char), 1e-12);
    }

    [Fact]
    public void Branching_recursion_is_summed_exactly()
    {
        // Each use opens two more with odds 1/4: 1/(1 - 2/4) = 2 uses in the mean.
        var grammar = new SimpleGrammar("s", [new("s", 1, "open", "s", "s"), new("s", 3, "leaf")]);

        Assert.Equal(2, grammar.Sizes.Words, 1e-12);
        Assert.Equal(2 * ((0.25 * Math.Log(4)) + (0.75 * Math.Log(4.0 / 3))), grammar.Sizes.EntropyNats, 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void Recursion_that_does_not_die_out_is_refused(double open, double leaf)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new SimpleGrammar("s", [new("s", open, "open", "s", "s"), new("s", leaf, "leaf")]));

        Assert.Contains("does not die out", error.Message);
    }

    [Fact]
    public void Two_rules_with_one_first_word_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new SimpleGrammar("s", [new("s", 1, "a", "s"), new("s", 1, "a")]));

        Assert.Equal("symbol s: expected rules that begin with different words, found 'a' twice", error.Message);
    }

    [Fact]
    public void Rules_that_break_a_promise_are_named()
    {
        Assert.Contains("symbol t: expected at least one rule", Refused(new Production("s", 1, "a", "t")));
        Assert.Contains("symbol q: expected at least one rule", Refused(new Production("r", 1, "a"), start: "q"));
        Assert.Contains("letters a-z, found 'A b'", Refused(new Production("s", 1, "A b")));
        Assert.Contains("weight above 0, found 0", Refused(new Production("s", 0, "a")));
        Assert.Contains("weight above 0, found NaN", Refused(new Production("s", double.NaN, "a")));
    }

    private static string Refused(Production rule, string start = "s") =>
        Assert.Throws<ArgumentException>(() => new SimpleGrammar(start, [rule])).Message;
}
