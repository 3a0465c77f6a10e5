namespace Sweep.Experiments.Data;

/// <summary>A text as tokens, and what is known of it beside them.</summary>
internal sealed record EncodedText
{
    /// <summary>Token types in index order.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Merges of byte-pair encoding; null with other tokens.</summary>
    public IReadOnlyList<string>? Merges { get; init; }

    /// <summary>Tokens to learn.</summary>
    public required int Training { get; init; }

    /// <summary>Tokens held out, right behind those.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Tokens to test on, right behind those.</summary>
    public int Test { get; init; }

    /// <summary>UTF-16 units of all files as they are.</summary>
    public required long Characters { get; init; }

    /// <summary>Characters of the held-out text.</summary>
    public required long HeldOutCharacters { get; init; }

    /// <summary>Nats of the held-out text beside its tokens.</summary>
    public required double SideNats { get; init; }

    public int Tokens => Training + HeldOut + Test;
}
