namespace Sweep.Experiments.Data;

/// <summary>Size of a batch and how batches are drawn.</summary>
/// <param name="BatchSize">B: sequences in a batch, at least 1.</param>
/// <param name="NumSteps">T: tokens of a sequence, at least 1.</param>
/// <param name="Sampling">How an epoch is cut.</param>
public readonly record struct BatchShape(int BatchSize, int NumSteps, Sampling Sampling)
{
    /// <summary>Largest random offset at which an epoch may start.</summary>
    public int MaxOffset => Sampling == Sampling.Random ? NumSteps - 1 : NumSteps;

    /// <summary>Fewest tokens that give one batch at every offset.</summary>
    public long MinTokens => ((long)BatchSize * NumSteps) + MaxOffset + 1;

    /// <summary>Batches of an epoch over a stream of so many tokens that starts at an offset;
    /// one token is kept for the last target.</summary>
    public int Batches(int tokens, int offset) => Math.Max(0, tokens - offset - 1) switch
    {
        var usable when Sampling == Sampling.Random => usable / NumSteps / BatchSize,
        var usable => usable / BatchSize / NumSteps,
    };
}

/// <summary>How an epoch is cut into batches (<c>sampling</c> in a sweep file).</summary>
public enum Sampling
{
    /// <summary>Windows that do not overlap, in random order; the hidden state starts anew with each batch.</summary>
    Random,

    /// <summary>Each row of a batch goes on where the row of the batch before it ended; the hidden state is carried.</summary>
    Sequential,
}
