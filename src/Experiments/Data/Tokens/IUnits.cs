namespace Sweep.Experiments.Data.Tokens;

/// <summary>Takes the units that a text is cut into. Gaps and units in a row are the whole text.</summary>
internal interface IUnits
{
    /// <summary>Takes the white space before the next unit that belongs to no unit, and the unit; empty = none, only a gap (at the text's
    /// end, and within a very long one).</summary>
    void Unit(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit);
}

/// <summary>Cuts a text into units: characters, words, or the pieces within which pairs are merged. Reads block after block.</summary>
internal interface ISplitter
{
    /// <summary>Reads scalars, and <see cref="Texts.Scalars.LineEnd"/> between lines; gives on what is complete.</summary>
    void Read(ReadOnlySpan<int> scalars, IUnits units);

    /// <summary>The text ends here; another one may follow.</summary>
    void End(IUnits units);

    /// <summary>The splitter of a kind of token. A text is split when words already stand apart by white space, punctuation
    /// included.</summary>
    static ISplitter Of(TokenKind token, TextMode mode, bool isSplit) => token switch
    {
        TokenKind.Word => new WordSplitter(mode, isSplit),
        TokenKind.Bpe => new PreTokenizer(),
        _ => new CharSplitter(),
    };
}
