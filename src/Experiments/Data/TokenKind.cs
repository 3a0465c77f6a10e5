namespace Sweep.Experiments.Data;

/// <summary>What a model reads and predicts one at a time (<c>token</c> in a sweep file).</summary>
public enum TokenKind
{
    /// <summary>Single characters: the letters a-z and the space.</summary>
    Char,

    /// <summary>Words between white space.</summary>
    Word,
}
