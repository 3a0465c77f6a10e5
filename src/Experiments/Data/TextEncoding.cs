using Sweep.Experiments.Data.Texts;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Data;

/// <summary>Turns a text into tokens by reading it a few times; holds nothing of it but the token types.</summary>
/// <remarks>The course's way (letters, characters or words): the vocabulary is that of the whole text, <c>max_tokens</c> cuts the stream,
/// and the tail is held out by tokens. Every other text is cut by characters where the character tokens of the same text are cut, whatever
/// its tokens are, and the vocabulary is that of the training part. Each part is split on its own.</remarks>
internal sealed class TextEncoding(CorpusText text, CorpusOptions options)
{
    /// <summary>Different pieces that merges are learnt from, at most.</summary>
    private const int MostPieces = 1 << 19;

    private readonly bool isCourse = IsCourse(text, options);
    private long characters;

    /// <summary>Called when the text was read for the last time, before its tokens count: throws when it is no longer the one that was
    /// hashed; null = nobody.</summary>
    public Action? Confirm { get; init; }

    /// <summary>True when the text is cut and numbered as the course does.</summary>
    public static bool IsCourse(CorpusText text, CorpusOptions options) => options.Text == TextMode.Letters
        && options.Token is TokenKind.Char or TokenKind.Word && text.Validation.Count == 0;

    /// <summary>Writes all tokens.</summary>
    /// <param name="sink">Takes those of the training part, then the held-out ones, then those to test on.</param>
    /// <param name="tokenizer">Tokens and merges that are given; null = they are learnt.</param>
    /// <exception cref="CorpusException">The text cannot be read, or is another one now.</exception>
    public EncodedText Encode(ITokenSink sink, BpeModel? tokenizer)
    {
        var cut = isCourse || text.Validation.Count > 0 ? long.MaxValue : TrainingCharacters();
        var encoded = options.Token switch
        {
            TokenKind.Byte => Write(sink, cut, new ByteEncoder(), Vocabulary.Closed(ByteAlphabet.Types), null, null),
            TokenKind.Bpe => Bpe(sink, cut, tokenizer ?? Learn(cut)),
            _ => Types(sink, cut),
        };
        Confirm?.Invoke();
        return encoded;
    }

    /// <summary>The same with the tokens in memory.</summary>
    public (EncodedText Encoded, ReadOnlyMemory<int> Tokens) InMemory(BpeModel? tokenizer)
    {
        var list = new TokenList();
        var encoded = Encode(list, tokenizer);
        return (encoded, list.Tokens);
    }

    private EncodedText Bpe(ITokenSink sink, long cut, BpeModel model) =>
        Write(sink, cut, new BpeEncoder(model), Vocabulary.Closed(model.Types), null, null) with { Merges = model.MergeLines };

    private BpeModel Learn(long cut) => BpeTrainer.Learn(Count(cut, MostPieces).Counts, options.VocabSize);

    private EncodedText Types(ITokenSink sink, long cut)
    {
        var counter = Count(cut, int.MaxValue);
        var vocabulary = Vocabulary.Build(counter.Counts, options.MinFreq);
        return Write(sink, cut, new TypeEncoder(vocabulary), vocabulary, new SideCost(options.Token, vocabulary.Count), counter.Total);
    }

    private PieceCounter Count(long cut, int most)
    {
        var counter = new PieceCounter(most);
        Read(text.Training, cut, counter, null);
        return counter;
    }

    /// <summary>Characters of the training part: all but the held-out share, rounded as tokens are.</summary>
    private long TrainingCharacters()
    {
        var all = 0L;
        foreach (var block in Blocks(text.Training, null)) all += TextBlocks.Characters(block.Span);
        return all - (long)(all * options.Validation);
    }

    private EncodedText Write(
        ITokenSink sink, long cut, IUnitEncoder encoder, Vocabulary vocabulary, SideCost? cost, long? total)
    {
        var kept = Math.Min(total ?? 0, options.MaxTokens ?? long.MaxValue);
        var writer = new TokenWriter(encoder, sink, cost)
        {
            TrainingUnits = isCourse ? kept - (long)(kept * options.Validation) : null,
            KeptUnits = isCourse ? kept : null,
        };
        characters = 0;
        Read(text.Training, cut, writer, () => writer.Begin(Section.HeldOut), Counted);
        if (text.Validation.Count > 0) Read(text.Validation, Section.HeldOut, writer);
        if (text.Test.Count > 0) Read(text.Test, Section.Test, writer);
        var tokens = writer[Section.Training] + writer[Section.HeldOut] + writer[Section.Test];
        if (tokens > Array.MaxLength)
            throw new CorpusException($"corpus '{text.Name}': expected at most {Array.MaxLength:N0} tokens, found {tokens:N0}; " +
                "take a part of it with max_characters");
        return new EncodedText
        {
            Types = vocabulary.Types,
            Training = (int)writer[Section.Training],
            HeldOut = (int)writer[Section.HeldOut],
            Test = (int)writer[Section.Test],
            Characters = characters,
            HeldOutCharacters = writer.Characters,
            SideNats = writer.Nats,
        };
    }

    private void Read(IReadOnlyList<TextPiece> pieces, Section section, TokenWriter writer)
    {
        writer.Begin(section);
        Read(pieces, long.MaxValue, writer, null, Counted);
    }

    private void Counted(int units) => characters += units;

    private IEnumerable<ReadOnlyMemory<int>> Blocks(IReadOnlyList<TextPiece> pieces, Action<int>? counted) =>
        TextBlocks.Of(pieces, options.Text, options.MaxCharacters, counted);

    /// <summary>Splits a text that is cut once, behind so many characters. At the cut <paramref name="atCut"/> is called; null = the rest
    /// is left out. <paramref name="counted"/> is told how many UTF-16 units were read.</summary>
    private void Read(IReadOnlyList<TextPiece> pieces, long cut, IUnits units, Action? atCut, Action<int>? counted = null)
    {
        var splitter = ISplitter.Of(options.Token, options.Text, text.IsSplit);
        var left = cut;
        var isOver = false;
        foreach (var block in Blocks(pieces, counted))
        {
            // Read on: a file tells at its end whether it is still the text that was hashed.
            if (isOver) continue;
            var count = left < 0 ? 0 : TextBlocks.Characters(block.Span);
            if (left < 0 || count <= left)
            {
                splitter.Read(block.Span, units);
                if (left >= 0) left -= count;
                continue;
            }
            var index = TextBlocks.IndexOf(block.Span, left);
            splitter.Read(block.Span[..index], units);
            splitter.End(units);
            left = -1;
            isOver = atCut is null;
            if (isOver) continue;
            atCut!();
            splitter.Read(block.Span[index..], units);
        }
        if (!isOver) splitter.End(units);
    }
}
