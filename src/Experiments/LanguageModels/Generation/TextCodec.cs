using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Tokens;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>Between text and the token numbers of a trial; made of its checkpoint alone.</summary>
internal sealed class TextCodec(Vocabulary vocabulary, IReadOnlyList<string>? merges, CorpusOptions options, bool isSplit)
{
    private const string VocabularyEntry = "vocabulary", MergesEntry = "merges", SplitEntry = "split";

    public int Types => vocabulary.Count;
    private bool IsOfBytes => options.Token is TokenKind.Byte or TokenKind.Bpe;

    public static TextCodec Of(TrialCheckpoint checkpoint, CorpusOptions options)
    {
        var types = checkpoint.Entry<string[]>(VocabularyEntry);
        var isClosed = options.Token is TokenKind.Byte or TokenKind.Bpe;
        var merges = options.Token == TokenKind.Bpe ? checkpoint.Entry<string[]>(MergesEntry) : null;
        var vocabulary = isClosed ? Vocabulary.Closed(types) : new Vocabulary(types);
        return new(vocabulary, merges, options, checkpoint.Entries.ContainsKey(SplitEntry));
    }

    /// <summary>What keeps a checkpoint from being read by <see cref="Of(TrialCheckpoint, CorpusOptions)"/>, as the end of a sentence;
    /// null when nothing does.</summary>
    /// <exception cref="InvalidDataException">An entry is missing, or is not as expected.</exception>
    public static string? Problem(TrialCheckpoint checkpoint, TokenKind token)
    {
        var types = checkpoint.Entry<string[]>(VocabularyEntry);
        if (token is not (TokenKind.Byte or TokenKind.Bpe)) return Vocabulary.Problem(types);
        if (Vocabulary.ProblemOfClosed(types) is { } problem) return problem;
        if (token == TokenKind.Bpe) BpeModel.Of(types, checkpoint.Entry<string[]>(MergesEntry));
        return null;
    }

    /// <summary>A checkpoint with what <see cref="Of(TrialCheckpoint, CorpusOptions)"/> needs.</summary>
    public static TrialCheckpoint Describe(TrialCheckpoint checkpoint, Corpus corpus)
    {
        var described = checkpoint.With(VocabularyEntry, corpus.Vocabulary.Types);
        if (corpus.Merges is { } merges) described = described.With(MergesEntry, merges);
        return corpus.IsSplit ? described.With(SplitEntry, true) : described;
    }

    public Prefix Read(string text)
    {
        if (IsOfBytes) return new Prefix(Bytes(text), []);
        var units = Units(text);
        return new Prefix(
            vocabulary.Encode(units),
            [.. units.Where(unit => vocabulary[unit] == 0 && unit != Vocabulary.Unknown).Distinct()]);
    }

    public string Write(string prefix, IReadOnlyList<int> tokens)
    {
        var types = vocabulary.Decode(tokens);
        // Bytes of a character may stand in several tokens.
        if (IsOfBytes) return (options.Text == TextMode.Raw ? prefix : prefix.ToLowerInvariant()) + ByteAlphabet.Text(types);
        var all = Units(prefix).Concat(types);
        return options.Token == TokenKind.Char ? string.Concat(all) : Lines(all);
    }

    /// <summary>Words with a space between, none at the end and the start of a line.</summary>
    private static string Lines(IEnumerable<string> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (text.Length > 0 && text[^1] != '\n' && word != "\n") text.Append(' ');
            text.Append(word);
        }
        return text.ToString();
    }

    private int[] Bytes(string text)
    {
        var sink = new TokenList();
        IUnitEncoder encoder = merges is null ? new ByteEncoder() : new BpeEncoder(BpeModel.Of(vocabulary.Types, merges));
        foreach (var unit in Units(text)) encoder.Encode(unit, sink);
        return sink.Tokens.ToArray();
    }

    private List<string> Units(string text)
    {
        var kept = options.Text == TextMode.Raw ? text : text.ToLowerInvariant();
        // Of letters a prefix is taken as it is, so that what the model never saw is told.
        if (options is { Text: TextMode.Letters, Token: TokenKind.Word })
            return [.. kept.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        var units = new UnitList();
        var splitter = ISplitter.Of(options.Token, TextMode.Raw, isSplit);
        splitter.Read([.. kept.EnumerateRunes().Select(rune => rune.Value)], units);
        splitter.End(units);
        return units.Units;
    }

    private sealed class UnitList : IUnits
    {
        public List<string> Units { get; } = [];

        public void Unit(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit)
        {
            if (!unit.IsEmpty) Units.Add(unit.ToString());
        }
    }
}

/// <summary>The beginning of a text, read.</summary>
/// <param name="Tokens">Its token numbers.</param>
/// <param name="Unknown">Units that the vocabulary does not have, each once.</param>
internal sealed record Prefix(int[] Tokens, IReadOnlyList<string> Unknown);
