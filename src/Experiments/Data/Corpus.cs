namespace Sweep.Experiments.Data;

/// <summary>A text as numbered tokens, split into a training part and a held-out tail. Immutable; plain integers on the host.</summary>
public sealed record Corpus : ITrialData
{
    /// <inheritdoc />
    public required string Name { get; init; }

    /// <inheritdoc />
    public required string Sha256 { get; init; }

    /// <summary>Characters of the whole text.</summary>
    public long Characters { get; init; }

    /// <summary>Kind of token.</summary>
    public required TokenKind Token { get; init; }

    /// <summary>Numbers of the token types.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The whole (cut) token stream; values in [0, <see cref="Vocabulary.Count"/>).</summary>
    public required ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>Number of tokens at the end that are held out.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Tokens of a text of its own to test on; empty when there is none.</summary>
    public ReadOnlyMemory<int> Test { get; init; }

    /// <summary>Characters (Unicode scalars) of the held-out text as the text rules leave it.</summary>
    public long HeldOutCharacters { get; init; }

    /// <summary>Nats that the held-out text costs beside its tokens: separators of words and the spelling of what the training part does
    /// not have.</summary>
    public double SideNats { get; init; }

    /// <summary>Merges of byte-pair encoding, two tokens with a space between, in the order in which they apply; null with other
    /// tokens.</summary>
    public IReadOnlyList<string>? Merges { get; init; }

    /// <summary>True when the text came as words that stand apart already.</summary>
    public bool IsSplit { get; init; }

    /// <summary>The part to learn from: all but the held-out tail.</summary>
    public ReadOnlyMemory<int> Train => Tokens[..^HeldOut];

    /// <summary>The held-out tail, contiguous and right after <see cref="Train"/>.</summary>
    public ReadOnlyMemory<int> Validation => Tokens[^HeldOut..];

    /// <summary>Entropy rate of the process that drew the text, in nats per token; null when it is not known exactly.</summary>
    public double? FloorNats { get; init; }

    /// <summary>exp(<see cref="FloorNats"/>): no causal model's perplexity is lower on a long text; null when unknown.</summary>
    public double? FloorPerplexity => FloorNats is { } nats ? Math.Exp(nats) : null;

    /// <summary>Mean nats per token that the process itself needs for the tokens of <see cref="Validation"/>, each given all before it;
    /// null when unknown. This, not <see cref="FloorNats"/>, is what a model's loss on this finite tail compares with.</summary>
    public double? IdealValidationNats { get; init; }

    /// <summary>Bits for each character of the held-out text, comparable across kinds of token: (tokens x mean nats + side nats) / ln 2 /
    /// characters.</summary>
    /// <param name="meanNats">A model's mean loss over <see cref="Validation"/>, nats per token.</param>
    public double BitsPerCharacter(double meanNats) => ((HeldOut * meanNats) + SideNats) / Math.Log(2) / HeldOutCharacters;
}
