using CsCheck;
using Sweep.Models.Ngrams;
using Sweep.Models.Tests.Reference;

namespace Sweep.Models.Tests.Ngrams;

/// <summary>Modified Kneser-Ney smoothing against fractions (tests/Reference/make_model_fixtures.py), a computation by hand, and what must
/// hold of any text.</summary>
public sealed class KneserNeyModelTests
{
    public static TheoryData<int> Cases { get; } = new(Enumerable.Range(0, 4));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Discounts_and_probabilities_are_those_of_the_definition(int number)
    {
        var expected = ReferenceCase.Read<Case>("kneser-ney.json")[number];
        var model = Model(expected.Text, expected.Vocabulary, expected.Order);

        for (var k = 1; k <= expected.Order; k++)
            Assert.All(expected.Discounts[k - 1].Zip(model.DiscountsOf(k).Skip(1)), pair => Near(Fraction(pair.First), pair.Second));
        foreach (var row in expected.Table)
        {
            for (var token = 0; token < expected.Vocabulary; token++)
                Near(Fraction(row.Probabilities[token]), model.Probability(row.History, token));
        }
    }

    [Fact]
    public void A_text_of_five_tokens_by_hand()
    {
        // a b a b a, and a third type c that never occurs; bigrams: ab twice, ba twice. Each of a and b has one token that stands before.
        var model = Model([0, 1, 0, 1, 0], 3, 2);

        // No discount has a closed form: n1 or n2 is 0. So 1/2 is taken from a count of 1, and 1 from a count of 2.
        Assert.Equal([0, 0.5, 1, 1.5], model.DiscountsOf(1));
        // p(a) = (1 - 1/2) / 2 + (1/2 + 1/2) / 2 * 1/3
        Near(5 / 12.0, model.Probability([], 0));
        Near(1 / 6.0, model.Probability([], 2));
        // p(b|a) = (2 - 1) / 2 + 1/2 p(b)
        Near(17 / 24.0, model.Probability([0], 1));
        Near(5 / 24.0, model.Probability([0], 0));
        Near(2 / 24.0, model.Probability([0], 2));
        // What was never seen is as if it were shorter.
        Near(5 / 12.0, model.Probability([2], 1));
    }

    [Fact]
    public void Closed_forms_are_taken_where_they_have_a_value()
    {
        // Of the bigrams of the first text 7 occur once and so on: D1 = 7/13, D2 = 5/13, D3+ = 89/39.
        var expected = ReferenceCase.Read<Case>("kneser-ney.json")[0];

        Assert.Equal(["7/13", "5/13", "89/39"], expected.Discounts[1]);
    }

    [Fact]
    public void A_discount_of_zero_is_none()
    {
        // 4, 4, 4 and 9 bigrams occur once, twice, three and four times: D3+ = 3 - 4 (1/3) (9/4) = 0.
        var (expected, seven) = (ReferenceCase.Read<Case>("kneser-ney.json")[3], new[] { 7 });
        var model = Model(expected.Text, expected.Vocabulary, expected.Order);

        Assert.Equal([0, 0.5, 1, 1.5], model.DiscountsOf(2));
        // After 7 comes 0, four times, and never 8.
        Assert.True(model.Probability(seven, 8) > 0);
    }

    [Fact]
    public void Whatever_the_text_and_the_history_probabilities_are_positive_and_sum_to_one() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 200], Gen.Int[1, 5], Gen.Int[0, 5].Array[0, 6]).Sample((text, order, history) =>
        {
            const int vocabulary = 6;
            var model = Model(text, vocabulary, order);
            var all = Enumerable.Range(0, vocabulary).Select(token => model.Probability(history, token)).ToList();
            Assert.All(all, p => Assert.True(p > 0));
            Assert.Equal(1, all.Sum(), 1e-12);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_markov_chain_with_added_counts_sums_to_one(double added) =>
        Gen.Select(Gen.Int[0, 4].Array[1, 100], Gen.Int[1, 4], Gen.Int[0, 5].Array[0, 5]).Sample((text, order, history) =>
        {
            const int vocabulary = 6;
            var model = new AdditiveModel(Trie(text, order), vocabulary, added);
            Assert.Equal(1, Enumerable.Range(0, vocabulary).Sum(token => model.Probability(history, token)), 1e-12);
        });

    [Fact]
    public void Maximum_likelihood_divides_counts()
    {
        // 0 is followed by 1, 1, 2.
        var chain = new AdditiveModel(Trie([0, 1, 0, 1, 0, 2], 2), 3, added: 0);

        Near(2 / 3.0, chain.Probability([0], 1));
        Near(1 / 3.0, chain.Probability([0], 2));
        Assert.Equal(0, chain.Probability([0], 0));
        Near(1 / 3.0, chain.Probability([2], 0)); // Nothing follows 2: every token is as likely.
        // At the start of a text there is no history: 3 of 6 tokens are 0.
        Near((3 + 2) / (6 + (2 * 3.0)), new AdditiveModel(Trie([0, 1, 0, 1, 0, 2], 2), 3, added: 2).Probability([], 0));
    }

    private static KneserNeyModel Model(int[] text, int vocabulary, int order) => new(Trie(text, order), vocabulary);

    private static NgramTrie Trie(int[] text, int order)
    {
        var trie = new NgramTrie(text);
        while (trie.Order < order) trie.Grow();
        return trie;
    }

    private static double Fraction(string text) => text.Split('/') is [var above, var below]
        ? double.Parse(above, System.Globalization.CultureInfo.InvariantCulture)
            / double.Parse(below, System.Globalization.CultureInfo.InvariantCulture)
        : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static void Near(double expected, double found) => Assert.Equal(expected, found, 1e-14);

    internal sealed record Case(int[] Text, int Vocabulary, int Order, string[][] Discounts, List<Row> Table);

    internal sealed record Row(int[] History, string[] Probabilities);
}
