using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Tests.Data.Tokens;

/// <summary>Tokens of German, Chinese, Japanese, code, marks and emoji, against an independent program.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Pieces_are_those_of_the_pattern_of_gpt_2() =>
        Assert.All(TextCase.All, one => Assert.Equal(one.Words("pieces"), Units(one.Text, new PreTokenizer())));

    [Fact]
    public void Words_keep_punctuation_ideographs_and_line_ends_apart() =>
        Assert.All(TextCase.All, one => Assert.Equal(one.Words("words"), Units(one.Text, new WordSplitter(TextMode.Raw, isSplit: false))));

    [Fact]
    public void Vocabularies_are_those_of_the_training_part_by_falling_frequency() => Assert.All(TextCase.All, one =>
    {
        Assert.Equal(["<unk>", .. one.Words("train_chars")], one.Build(TokenKind.Char).Vocabulary.Types);
        Assert.Equal(["<unk>", .. one.Words("train_words")], one.Build(TokenKind.Word).Vocabulary.Types);
    });

    [Fact]
    public void Merges_are_those_that_counting_anew_each_time_gives() => Assert.All(TextCase.All, one =>
    {
        var corpus = one.Build(TokenKind.Bpe);

        Assert.Equal(one.Words("merges"), corpus.Merges!);
        Assert.Equal(one.Numbers("bpe_train"), corpus.Train.ToArray());
        Assert.Equal(one.Numbers("bpe_held_out"), corpus.Validation.ToArray());
    });

    [Fact]
    public void Every_kind_of_token_holds_out_the_same_text() => Assert.All(TextCase.All, one =>
        Assert.All(Enum.GetValues<TokenKind>(), token => Assert.Equal(one["held_out_characters"], one.Build(token).HeldOutCharacters)));

    [Fact]
    public void Separators_and_unknown_words_cost_what_the_formula_says() => Assert.All(TextCase.All, one =>
    {
        Assert.Equal(one["word_side_nats"], one.Build(TokenKind.Word).SideNats, 1e-9);
        Assert.Equal(one["word_side_nats_min_freq_2"], one.Build(TokenKind.Word, minFreq: 2).SideNats, 1e-9);
    });

    [Fact]
    public void Bytes_and_merged_bytes_spell_the_text_again() => Assert.All(TextCase.All, one =>
    {
        Assert.Equal(Encoding.UTF8.GetBytes(one.Text), one.Build(TokenKind.Byte).Tokens.ToArray().Select(token => (byte)token));
        var merged = one.Build(TokenKind.Bpe);
        Assert.Equal(one.Text, ByteAlphabet.Text(merged.Vocabulary.Decode(merged.Tokens.ToArray())));
    });

    internal static List<string> Units(string text, ISplitter splitter, int block = int.MaxValue)
    {
        var units = new UnitRecorder();
        foreach (var part in text.EnumerateRunes().Select(rune => rune.Value).Chunk(block)) splitter.Read(part, units);
        splitter.End(units);
        return units.Units;
    }

    private sealed class UnitRecorder : IUnits
    {
        public List<string> Units { get; } = [];

        public void Unit(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit)
        {
            if (!unit.IsEmpty) Units.Add(unit.ToString());
        }
    }
}
