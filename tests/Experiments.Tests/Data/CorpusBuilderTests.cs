using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class CorpusBuilderTests
{
    private static readonly CorpusText Text = new() { Name = "saying", Text = "To be, or\nnot to be.", Sha256 = "abc" };

    [Fact]
    public void A_text_becomes_numbered_words_with_a_held_out_tail()
    {
        var corpus = CorpusBuilder.Build(Text, new CorpusOptions { Token = TokenKind.Word, Validation = 0.4 });

        Assert.Equal(["<unk>", "to", "be", "or", "not"], corpus.Vocabulary.Types);
        Assert.Equal([1, 2, 3, 4], corpus.Train.ToArray());
        Assert.Equal([1, 2], corpus.Validation.ToArray());
        Assert.Equal(("saying", "abc", TokenKind.Word), (corpus.Name, corpus.Sha256, corpus.Token));
    }

    [Fact]
    public void Max_tokens_cuts_the_stream_but_not_the_vocabulary()
    {
        var corpus = CorpusBuilder.Build(Text, new CorpusOptions { Token = TokenKind.Word, MaxTokens = 2, Validation = 0.5 });

        Assert.Equal([1, 2], corpus.Tokens.ToArray());
        Assert.Equal(5, corpus.Vocabulary.Count);
    }

    [Fact]
    public void Rare_words_become_unknown()
    {
        var corpus = CorpusBuilder.Build(Text, new CorpusOptions { Token = TokenKind.Word, MinFreq = 2 });

        Assert.Equal([1, 2, 0, 0, 1, 2], corpus.Tokens.ToArray());
    }

    [Fact]
    public void A_text_without_letters_is_refused()
    {
        var error = Assert.Throws<CorpusException>(() => CorpusBuilder.Build(Text with { Text = "1, 2, 3" }, new CorpusOptions()));

        Assert.Contains("corpus 'saying': expected a text with the letters A-Z, found none", error.Message);
    }

    [Theory]
    [InlineData(0, 0, 0.1, "max_tokens: expected at least 1, found 0")]
    [InlineData(5, -1, 0.1, "min_freq: expected at least 0, found -1")]
    [InlineData(5, 0, 0.0, "validation: expected a share above 0 and below 1, found 0")]
    [InlineData(5, 0, 1.0, "validation: expected a share above 0 and below 1, found 1")]
    [InlineData(5, 0, double.NaN, "validation: expected a share above 0 and below 1, found NaN")]
    public void Impossible_options_are_named(int maxTokens, int minFreq, double validation, string message)
    {
        var options = new CorpusOptions { MaxTokens = maxTokens, MinFreq = minFreq, Validation = validation };

        Assert.Equal(message, Assert.Throws<CorpusException>(() => CorpusBuilder.Build(Text, options)).Message);
    }
}
