using CsCheck;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Grammars;

namespace Sweep.Experiments.Tests.Data.Grammars;

public class GrammarTextTests
{
    [Fact]
    public void A_longer_text_of_the_same_seed_begins_with_the_shorter() =>
        Gen.Select(Gen.Int[10, 500], Gen.Int[0, 500], Gen.Long).Sample((length, more, seed) =>
            GrammarText.Write(EnglishGrammar.Instance, length + more, seed)
                .StartsWith(GrammarText.Write(EnglishGrammar.Instance, length, seed), StringComparison.Ordinal));

    [Fact]
    public void A_text_fills_its_length_up_to_a_word() =>
        Gen.Select(Gen.Int[30, 500], Gen.Long).Sample((length, seed) =>
            length - GrammarText.Write(EnglishGrammar.Instance, length, seed).Length is >= 0 and < 12);

    [Fact]
    public void The_text_rules_change_nothing()
    {
        var text = GrammarText.Write(EnglishGrammar.Instance, 5000, 3);

        Assert.Equal(text, TextRules.Normalise(text));
        Assert.Equal(text, string.Concat(TextRules.Tokens(text, TokenKind.Char)));
    }

    [Fact]
    public void The_text_of_a_seed_never_changes()
    {
        // A changed text would change every result that people recorded with it: give a changed grammar a new corpus name instead.
        var corpus = new CorpusCatalog([new GrammarSource()]).Get(new CorpusOptions());

        Assert.Equal("21c003a7983ca94845f54321be9189c2bf552ae7cd2576efa5fab8ea3bca7021", corpus.Sha256);
    }
}
