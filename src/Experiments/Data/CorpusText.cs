namespace Sweep.Experiments.Data;

/// <summary>A text as its source gives it, before the text rules.</summary>
public sealed record CorpusText
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The whole text.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of the text's UTF-8 bytes in lower-case hex: the identity of the corpus.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The random process that drew the text; null when it is not known.</summary>
    public ITextModel? Model { get; init; }
}
