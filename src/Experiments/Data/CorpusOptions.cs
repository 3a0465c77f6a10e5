namespace Sweep.Experiments.Data;

/// <summary>Which text to read and how to turn it into tokens. Equal options on equal text give equal corpora.</summary>
public sealed record CorpusOptions
{
    /// <summary>Name of the embedded corpus.</summary>
    public const string Grammar = "grammar";

    /// <summary>Name of the downloaded corpus.</summary>
    public const string TimeMachine = "time-machine";

    /// <summary>A corpus name or the path of a UTF-8 text file; default <c>grammar</c>.</summary>
    public string Corpus { get; init; } = Grammar;

    /// <summary>A corpus name for no corpus.</summary>
    public const string None = "none";

    /// <summary>Name of the tokenizer whose merges are learnt from the training part.</summary>
    public const string OwnTokenizer = "own";

    /// <summary>What is kept of the text; default the letters A to Z, as the course does.</summary>
    public TextMode Text { get; init; } = TextMode.Letters;

    /// <summary>Kind of token; default characters.</summary>
    public TokenKind Token { get; init; } = TokenKind.Char;

    /// <summary>The token stream is cut after this many tokens, at least 1; null = the whole text.
    /// The vocabulary always comes from the whole text.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The text is cut after this many scalars as they stand in it, at least 1; null = the whole text.</summary>
    public long? MaxCharacters { get; init; }

    /// <summary>Token types of <see cref="TokenKind.Bpe"/>, the 256 bytes included; default 1,024, range 256 to 1,000,000. Ignored with
    /// other tokens, and with a tokenizer that is given.</summary>
    public int VocabSize { get; init; } = 1024;

    /// <summary><c>own</c> (default), or the path of a folder with vocab.json and merges.txt, for <see cref="TokenKind.Bpe"/>.</summary>
    public string Tokenizer { get; init; } = OwnTokenizer;

    /// <summary>A text of its own to hold out, as <see cref="Corpus"/>; default <c>none</c> = the tail of the text.</summary>
    public string ValidationCorpus { get; init; } = None;

    /// <summary>A text of its own to test on, as <see cref="Corpus"/>; default <c>none</c>.</summary>
    public string TestCorpus { get; init; } = None;

    /// <summary>Token types seen less often than this become <c>&lt;unk&gt;</c>; default 0 = none.</summary>
    public int MinFreq { get; init; }

    /// <summary>Share of the (cut) token stream held out as its contiguous tail, above 0 and below 1; default 0.1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Upper bound on the length of the <c>grammar</c> text in characters, at least 1; default 20,000.
    /// Ignored by other corpora.</summary>
    public int GrammarLength { get; init; } = 20_000;

    /// <summary>Seed of the <c>grammar</c> text; default 0. Ignored by other corpora.</summary>
    public long GrammarSeed { get; init; }

    /// <summary>Absolute folder against which a relative path is resolved; default the current folder.</summary>
    public string BaseFolder { get; init; } = Environment.CurrentDirectory;
}

/// <summary>What a model reads and predicts one at a time (<c>token</c> in a sweep file).</summary>
public enum TokenKind
{
    /// <summary>Single characters (Unicode scalar values): of letters a-z and the space.</summary>
    Char,

    /// <summary>Words; where they are kept, punctuation and line ends are tokens of their own.</summary>
    Word,

    /// <summary>Bytes of the text in UTF-8.</summary>
    Byte,

    /// <summary>Byte-level byte-pair encoding.</summary>
    Bpe,
}

/// <summary>What is kept of a text before it is cut into tokens (<c>text</c> in a sweep file).</summary>
public enum TextMode
{
    /// <summary>The course's rule: the letters A to Z in lower case, one space for every run of anything else.</summary>
    Letters,

    /// <summary>Everything that is written, each scalar in lower case (Unicode's simple mapping).</summary>
    Lower,

    /// <summary>Everything that is written.</summary>
    Raw,
}
