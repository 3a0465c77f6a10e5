using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Memory;

namespace Sweep.Experiments.Tests.Training.Memory;

public sealed class TextSizeTests
{
    [Fact]
    public void A_grammar_is_as_long_as_the_file_says() =>
        Assert.Equal(new TextSize(50_000, 50_000),
            TextSize.Of(new CorpusOptions { Corpus = CorpusOptions.Grammar, GrammarLength = 50_000, Token = TokenKind.Char }, null));

    [Fact]
    public void No_more_tokens_are_kept_than_the_cut_allows() =>
        Assert.Equal(new TextSize(1_000_000, 10_000),
            TextSize.Of(new CorpusOptions { Corpus = "a.txt", Token = TokenKind.Char, MaxTokens = 10_000 }, 1_000_000));

    [Fact]
    public void Words_are_fewer_than_characters() =>
        Assert.True(TextSize.Of(new CorpusOptions { Corpus = "a.txt", Token = TokenKind.Word }, 1_000_000).Tokens < 1_000_000);
}
