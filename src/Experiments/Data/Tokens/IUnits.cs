namespace Sweep.Experiments.Data.Tokens;

/// <summary>Takes the units that a text is cut into. Gaps and units in a row are the whole text.</summary>
internal interface IUnits
{
    /// <summary>Takes the next unit.</summary>
    /// <param name="gap">White space before it that belongs to no unit.</param>
    /// <param name="unit">The unit; empty = none, only a gap (at the text's end, and within a very long one).</param>
    void Unit(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit);
}

/// <summary>Cuts a text into units: characters, words, or the pieces within which pairs are merged. Reads block after block.</summary>
internal interface ISplitter
{
    /// <summary>Reads on.</summary>
    /// <param name="scalars">Scalars, and <see cref="Texts.Scalars.LineEnd"/> between lines.</param>
    /// <param name="units">Takes what is complete.</param>
    void Read(ReadOnlySpan<int> scalars, IUnits units);

    /// <summary>The text ends here; another one may follow.</summary>
    void End(IUnits units);
}

/// <summary>The splitter of each kind of token.</summary>
internal static class Splitters
{
    /// <summary>A new one.</summary>
    /// <param name="token">Kind of token.</param>
    /// <param name="mode">What the text keeps.</param>
    /// <param name="isSplit">True when words already stand apart by white space, punctuation included.</param>
    public static ISplitter Of(TokenKind token, TextMode mode, bool isSplit) => token switch
    {
        TokenKind.Word => new WordSplitter(mode, isSplit),
        TokenKind.Bpe => new PreTokenizer(),
        _ => new CharSplitter(),
    };
}
