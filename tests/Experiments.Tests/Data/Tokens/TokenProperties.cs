using System.Text;
using CsCheck;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Texts;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Tests.Data.Tokens;

public sealed class TokenProperties
{
    private static readonly Gen<string> Texts = Gen.Frequency(
            (8, AnyOf(
                "a", "b", "ab", "the", " the", " ", "  ", "\n", "\r\n", "\r", "\t", "é", "ß",
                "你", "好", "。", "'s", "'", "9", "ab1_")),
            (1, Gen.Char.Where(unit => !char.IsSurrogate(unit) && unit != '\0').Select(unit => unit.ToString())),
            (1, Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32)))
        .Array[1, 120].Select(string.Concat);

    [Fact]
    public void Gaps_and_units_in_a_row_are_the_text_whatever_the_blocks() =>
        Gen.Select(Texts, Gen.Int[1, 9], Gen.Enum<TokenKind>(), Gen.Bool).Sample((text, block, token, isSplit) =>
        {
            var parts = new Concatenation();
            var splitter = ISplitter.Of(token, TextMode.Raw, isSplit);
            foreach (var part in text.EnumerateRunes().Select(rune => rune.Value).Chunk(block)) splitter.Read(part, parts);
            splitter.End(parts);
            Assert.Equal(text, parts.Text.ToString());
        });

    [Fact]
    public void The_letters_of_a_stream_are_those_of_the_rule_of_the_course() => Texts.Sample(text =>
    {
        var blocks = TextBlocks.Of([new StringPiece(text)], TextMode.Letters).SelectMany(block => block.ToArray()).ToList();
        Assert.Equal(TextRules.Tokens(text, TokenKind.Char), blocks.Where(scalar => scalar >= 0).Select(char.ConvertFromUtf32));
    });

    [Fact]
    public void The_course_is_cut_and_numbered_as_before() =>
        Gen.Select(Texts.Where(text => text.Any(char.IsAsciiLetter)), AnyOf(TokenKind.Char, TokenKind.Word), Gen.Int[0, 3],
            Gen.Int[1, 60], Gen.Double[0.05, 0.9]).Sample((text, token, minFreq, most, validation) =>
        {
            var tokens = TextRules.Tokens(text, token);
            var vocabulary = Vocabulary.Build(tokens, minFreq);
            var kept = tokens.Take(most).ToList();
            var options = new CorpusOptions { Token = token, MinFreq = minFreq, MaxTokens = most, Validation = validation };

            var corpus = CorpusBuilder.Build(new CorpusText { Name = "t", Text = text, Sha256 = "" }, options);

            Assert.Equal(vocabulary.Types, corpus.Vocabulary.Types);
            Assert.Equal(vocabulary.Encode(kept), corpus.Tokens.ToArray());
            Assert.Equal((int)(kept.Count * validation), corpus.HeldOut);
            Assert.Equal(text.Length, corpus.Characters);
        });

    [Fact]
    public void Where_every_character_is_known_bits_per_character_are_bits_per_token_times_tokens_over_characters() =>
        Gen.Select(Texts, Gen.Double[0, 5], Gen.Enum<TextMode>()).Sample((text, nats, mode) =>
        {
            // Each half holds every character that the other one does.
            var twice = new CorpusText { Name = "t", Text = text + "a\n" + text + "a\n", Sha256 = "" };
            var corpus = CorpusBuilder.Build(twice, new CorpusOptions { Text = mode, Validation = 0.5 });
            var isKnown = !corpus.Validation.ToArray().Except(corpus.Train.ToArray()).Any() && !corpus.Tokens.Span.Contains(0);
            if (corpus.HeldOut == 0 || !isKnown) return;

            Assert.Equal(nats / Math.Log(2) * corpus.HeldOut / corpus.HeldOutCharacters, corpus.BitsPerCharacter(nats), 1e-9);
        });

    [Fact]
    public void Every_kind_of_token_holds_out_the_same_characters() =>
        Gen.Select(Texts, Gen.Double[0.1, 0.9], AnyOf(TextMode.Lower, TextMode.Raw)).Sample((text, validation, mode) =>
            Assert.Single(Enum.GetValues<TokenKind>().Select(token => CorpusBuilder.Build(
                new CorpusText { Name = "t", Text = text + "a", Sha256 = "" },
                new CorpusOptions { Text = mode, Token = token, Validation = validation, VocabSize = 260 }).HeldOutCharacters).Distinct()));

    [Fact]
    public void Merges_are_those_of_the_slow_way() =>
        Gen.Select(AnyOf("ab", "aab", "abab", "bcb", "aaaa", "cab", "ba").Array[1, 12], Gen.Int[256, 270]).Sample((words, size) =>
        {
            var counts = words.GroupBy(word => word).Select(group => (group.Key, group.LongCount())).ToList();
            Assert.Equal(Slow(counts, size), BpeTrainer.Learn(counts, size).MergeLines);
        });

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static List<string> Slow(List<(string Unit, long Count)> words, int size)
    {
        var types = ByteAlphabet.Sorted.ToList();
        var merges = new List<string>();
        var parts = words.Select(word => word.Unit.Select(letter => letter.ToString()).ToList()).ToList();
        while (types.Count < size)
        {
            var pairs = parts.SelectMany((part, i) => part.Zip(part.Skip(1), (left, right) => (left, right, words[i].Count)))
                .GroupBy(pair => (pair.left, pair.right)).Select(group => (group.Key, Count: group.Sum(pair => pair.Count)))
                .OrderByDescending(pair => pair.Count)
                .ThenBy(pair => types.IndexOf(pair.Key.left)).ThenBy(pair => types.IndexOf(pair.Key.right));
            if (pairs.FirstOrDefault() is not { Count: >= 2 } best) break;
            merges.Add($"{best.Key.left} {best.Key.right}");
            if (!types.Contains(best.Key.left + best.Key.right)) types.Add(best.Key.left + best.Key.right);
            foreach (var part in parts)
            {
                for (var i = 0; i + 1 < part.Count; i++)
                {
                    if ((part[i], part[i + 1]) != best.Key) continue;
                    part[i] += part[i + 1];
                    part.RemoveAt(i + 1);
                }
            }
        }
        return merges;
    }

    private sealed class Concatenation : IUnits
    {
        public StringBuilder Text { get; } = new();

        public void Unit(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit) => Text.Append(gap).Append(unit);
    }
}
