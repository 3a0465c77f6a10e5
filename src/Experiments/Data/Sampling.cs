namespace Sweep.Experiments.Data;

/// <summary>How an epoch is cut into batches (<c>sampling</c> in a sweep file).</summary>
public enum Sampling
{
    /// <summary>Windows that do not overlap, in random order; the hidden state starts anew with each batch.</summary>
    Random,

    /// <summary>Each row of a batch goes on where the row of the batch before it ended; the hidden state is carried.</summary>
    Sequential,
}
