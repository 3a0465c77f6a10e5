using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Grammars;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Tests.Data.Grammars;

public class EnglishGrammarTests
{
    private static readonly SimpleGrammar Grammar = EnglishGrammar.Instance;

    [Theory]
    [InlineData("the dogs that the girl feeds", "sleep", "sleeps")]
    [InlineData("the dog that the girls feed", "sleeps", "sleep")]
    [InlineData("a clock that some boys that the dogs follow repair", "stops", "stop")]
    [InlineData("today the stars near the lamp", "shine", "shines")]
    public void A_verb_agrees_with_its_subject_however_far_back(string begun, string right, string wrong)
    {
        Assert.True(Odds(begun, right) > 0);
        Assert.Equal(0, Odds(begun, wrong));
    }

    [Fact]
    public void A_verb_fits_the_kind_of_its_subject()
    {
        Assert.True(Odds("the girl that the clocks wake", "sings") > 0);
        Assert.Equal(0, Odds("the kettle that the girls clean", "sings"));
    }

    [Fact]
    public void The_vocabulary_has_a_few_hundred_words_at_most()
    {
        var types = Enumerable.Range(0, Grammar.Symbols.Count).SelectMany(symbol => Grammar[symbol]).Select(way => way.Word).Distinct();

        Assert.InRange(types.Count(), 100, 300);
    }

    [Fact]
    public void No_sentence_is_the_beginning_of_another()
    {
        var sentences = Sentences(seed: 1, count: 20_000).Select(words => string.Join(' ', words) + " ").Distinct()
            .Order(StringComparer.Ordinal).ToArray();

        Assert.True(sentences.Length > 5_000);
        // In ordinal order a beginning of any sentence would stand right before one that it begins.
        Assert.All(sentences.Zip(sentences.Skip(1)), pair => Assert.False(pair.Second.StartsWith(pair.First, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(TokenKind.Word)]
    [InlineData(TokenKind.Char)]
    public void A_long_text_costs_the_exact_predictor_the_stated_rate(TokenKind token)
    {
        var rate = Grammar.Sizes.EntropyRate(token);
        var sentences = Sentences(seed: 2026, count: 100_000)
            .Select(words => (Nats: Grammar.Nats(words, TokenKind.Word).Sum(), Length: token == TokenKind.Word ? words.Count
                : words.Sum(word => word.Length + 1.0)))
            .ToArray();

        // Sentences are independent, so sum(nats) - rate x sum(length) has mean 0 and a known spread (ratio estimator).
        var excess = sentences.Select(sentence => sentence.Nats - (rate * sentence.Length)).ToArray();
        var standardError = Math.Sqrt(excess.Average(x => x * x) / excess.Length);

        Assert.InRange(excess.Average(), -4 * standardError, 4 * standardError);
        // Four standard errors are half a percent of the rate: the test would see a wrong derivation.
        Assert.True(4 * standardError < 0.005 * rate * sentences.Average(sentence => sentence.Length));
    }

    [Fact]
    public void Letters_cost_together_what_their_words_cost()
    {
        var words = GrammarText.Words(Grammar, 5).Take(2_000).ToArray();
        var letters = string.Concat(words.Select(word => word + " ")).Select(letter => letter.ToString()).ToArray();

        Assert.Equal(Grammar.Nats(words, TokenKind.Word).Sum(), Grammar.Nats(letters, TokenKind.Char).Sum(), 1e-8);
    }

    [Fact]
    public void No_other_model_does_better_on_a_long_text()
    {
        var words = GrammarText.Words(Grammar, 8).Take(100_000).ToArray();
        var ideal = Grammar.Nats(words, TokenKind.Word).Average();

        for (var seed = 0; seed < 10; seed++)
        {
            var other = Perturbed(seed);
            Assert.True(other.Nats(words, TokenKind.Word).Average() > ideal);
        }
    }

    [Theory]
    [InlineData(TokenKind.Char, 2, 1.5)]
    [InlineData(TokenKind.Char, 4, 1.15)]
    [InlineData(TokenKind.Word, 1, 1.05)]
    public void A_short_memory_stays_clearly_above_the_floor(TokenKind token, int order, double atLeast)
    {
        var tokens = TextRules.Tokens(GrammarText.Write(Grammar, 500_000, 4), token);

        // Counted on the text itself, which flatters the n-gram.
        Assert.True(ConditionalEntropy(tokens, order) > atLeast * Grammar.Sizes.EntropyRate(token),
            $"{ConditionalEntropy(tokens, order)} {Grammar.Sizes.EntropyRate(token)}");
    }

    [Fact]
    public void A_text_of_another_process_is_refused() =>
        Assert.Contains(
            "found 'dog' as token 1", Assert.Throws<ArgumentException>(() => Grammar.Nats(["some", "dog"], TokenKind.Word)).Message);

    private static double Odds(string begun, string next)
    {
        var reader = new GrammarReader(Grammar);
        foreach (var word in begun.Split(' ')) Assert.True(reader.Word(word) > 0, word);
        return reader.Word(next);
    }

    private static IEnumerable<IReadOnlyList<string>> Sentences(long seed, int count)
    {
        var reader = new GrammarReader(Grammar);
        var sentence = new List<string>();
        foreach (var word in GrammarText.Words(Grammar, seed))
        {
            sentence.Add(word);
            Assert.True(reader.Word(word) > 0);
            if (!reader.BetweenSentences) continue;
            yield return sentence;
            sentence = [];
            if (--count == 0) yield break;
        }
    }

    // The same sentences with other odds: weights moved by up to 20% either way.
    private static SimpleGrammar Perturbed(long seed)
    {
        var random = new SeededRandom(seed);
        return new SimpleGrammar(
            Grammar.Symbols[Grammar.Start],
            from symbol in Enumerable.Range(0, Grammar.Symbols.Count)
            from way in Grammar[symbol]
            let weight = way.Probability * (0.8 + (0.4 * random.NextDouble()))
            select new Production(Grammar.Symbols[symbol], weight, way.Word, [.. way.Tail.Select(next => Grammar.Symbols[next])]));
    }

    private static double ConditionalEntropy(List<string> tokens, int order) => Entropy(tokens, order + 1) - Entropy(tokens, order);

    private static double Entropy(List<string> tokens, int length)
    {
        var windows = Enumerable.Range(0, tokens.Count - length).Select(start => string.Join('_', tokens.GetRange(start, length)));
        var counts = windows.CountBy(window => window).Select(pair => (double)pair.Value).ToArray();
        var total = counts.Sum();
        return -counts.Sum(count => count / total * Math.Log(count / total));
    }
}
