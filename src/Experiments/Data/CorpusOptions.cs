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

    /// <summary>Kind of token; default characters.</summary>
    public TokenKind Token { get; init; } = TokenKind.Char;

    /// <summary>The token stream is cut after this many tokens, at least 1; null = the whole text.
    /// The vocabulary always comes from the whole text.</summary>
    public int? MaxTokens { get; init; }

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
    /// <summary>Single characters: the letters a-z and the space.</summary>
    Char,

    /// <summary>Words between white space.</summary>
    Word,
}
