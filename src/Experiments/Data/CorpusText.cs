using Sweep.Experiments.Data.Grammars;
using Sweep.Experiments.Data.Texts;

namespace Sweep.Experiments.Data;

/// <summary>A text as its source gives it, before the text rules.</summary>
public sealed record CorpusText
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The text to learn, and to hold out the tail of where <see cref="Validation"/> is empty.</summary>
    public IReadOnlyList<TextPiece> Training { get; init; } = [];

    /// <summary>A text of its own to hold out; empty = none.</summary>
    public IReadOnlyList<TextPiece> Validation { get; init; } = [];

    /// <summary>A text of its own to test on; empty = none.</summary>
    public IReadOnlyList<TextPiece> Test { get; init; } = [];

    /// <summary>True when its words stand apart by white space already, punctuation included (WikiText, Penn Treebank).</summary>
    public bool IsSplit { get; init; }

    /// <summary>All of <see cref="Training"/> in memory.</summary>
    public string Text
    {
        get => string.Concat(Training.SelectMany(piece => piece.Chars()).Select(chars => chars.ToString()));
        init => Training = [new StringPiece(value)];
    }

    /// <summary>SHA-256 of the text's UTF-8 bytes in lower-case hex: the identity of the corpus. Of several files: of the hashes of
    /// all.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The same of <see cref="Validation"/>; null = there is none.</summary>
    internal string? ValidationSha256 { get; init; }

    /// <summary>The same of <see cref="Test"/>; null = there is none.</summary>
    internal string? TestSha256 { get; init; }

    /// <summary>Bytes of all of it, as far as it lies in files.</summary>
    public long Bytes { get; init; }

    /// <summary>The grammar that drew the text; null when none is known.</summary>
    public SimpleGrammar? Grammar { get; init; }
}
