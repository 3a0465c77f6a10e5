using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Texts;

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

    [Theory]
    [InlineData(TokenKind.Word, "to be")]
    [InlineData(TokenKind.Char, "b e")]
    public void A_text_to_test_on_is_not_cut_and_does_not_cut(TokenKind token, string test)
    {
        var options = new CorpusOptions { Token = token, MaxTokens = 2, Validation = 0.5 };
        var alone = CorpusBuilder.Build(Text, options);

        var corpus = CorpusBuilder.Build(Text with { Test = [new StringPiece(test)] }, options);

        Assert.Equal(test, string.Join(token == TokenKind.Word ? " " : "", corpus.Vocabulary.Decode(corpus.Test.ToArray())));
        Assert.Equal(alone.Tokens.ToArray(), corpus.Tokens.ToArray());
        Assert.Equal((alone.HeldOutCharacters, alone.SideNats), (corpus.HeldOutCharacters, corpus.SideNats));
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

    [Fact]
    public void Raw_keeps_what_is_written_and_reads_every_line_end_as_one()
    {
        var text = Text with { Text = "\uFEFFÄ ü\r\n你\r9!\n" };

        var corpus = CorpusBuilder.Build(text, new CorpusOptions { Text = TextMode.Raw, Validation = 0.01 });

        Assert.Equal("Ä ü\n你\n9!\n", string.Concat(corpus.Vocabulary.Decode(corpus.Tokens.ToArray())));
    }

    [Fact]
    public void Lower_changes_case_alone()
    {
        var corpus = CorpusBuilder.Build(Text with { Text = "ÄΣ Dž 9" }, new CorpusOptions { Text = TextMode.Lower, Validation = 0.01 });

        Assert.Equal("äσ dž 9", string.Concat(corpus.Vocabulary.Decode(corpus.Tokens.ToArray())));
    }

    [Fact]
    public void A_text_that_is_kept_is_cut_by_characters_whatever_its_tokens_are()
    {
        // 20 characters: 5 held out, the last ones of "To be, or\nnot to be.".
        var held = Enum.GetValues<TokenKind>().Select(token => CorpusBuilder.Build(
            Text, new CorpusOptions { Text = TextMode.Raw, Token = token, Validation = 0.25, VocabSize = 256 })).ToList();

        Assert.All(held, corpus => Assert.Equal(5, corpus.HeldOutCharacters));
        Assert.Equal(["<unk>", "be", "<unk>"], held[1].Vocabulary.Decode(held[1].Validation.ToArray()));
        Assert.Equal([5, 3, 5, 5], held.Select(corpus => corpus.HeldOut));
    }

    [Fact]
    public void Words_of_letters_count_the_spaces_within_their_lines()
    {
        // "to be or" and "not to be": of the tail's words, "or", "not", "to" and "be", all but "not" have a space before them.
        var corpus = CorpusBuilder.Build(Text, new CorpusOptions { Token = TokenKind.Word, Validation = 0.7 });

        Assert.Equal(4, corpus.HeldOut);
        Assert.Equal(3 + "ornottobe".Length, corpus.HeldOutCharacters);
    }

    [Fact]
    public void A_type_of_the_whole_text_that_training_never_shows_is_spelled_once()
    {
        // Training part "aaaaaaa" (nothing is spelled by frequency there), held out "bbb": the first b is one of all scalars.
        var corpus = CorpusBuilder.Build(Text with { Text = "aaaaaaabbb" }, new CorpusOptions { Validation = 0.3 });

        Assert.Equal(Math.Log(1_112_064), corpus.SideNats, 1e-12);
        Assert.Equal(((3 * 0.5) + Math.Log(1_112_064)) / Math.Log(2) / 3, corpus.BitsPerCharacter(0.5), 1e-12);
    }

    [Fact]
    public void Max_tokens_is_refused_where_kinds_of_token_must_read_the_same_text() =>
        Assert.Contains("cut by max_characters instead", Assert.Throws<CorpusException>(() =>
            CorpusBuilder.Build(Text, new CorpusOptions { Text = TextMode.Raw, MaxTokens = 5 })).Message);

    [Fact]
    public void Max_characters_cuts_what_is_read()
    {
        var corpus = CorpusBuilder.Build(Text, new CorpusOptions { Text = TextMode.Raw, MaxCharacters = 5, Validation = 0.2 });

        Assert.Equal((4, 1), (corpus.Train.Length, corpus.HeldOut));
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
