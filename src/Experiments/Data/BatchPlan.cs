using Sweep.Search.Randomness;

namespace Sweep.Experiments.Data;

/// <summary>Which windows of the token stream make up the batches of one epoch:
/// a pure function of seed and epoch, so any batch of any epoch can be made again.</summary>
/// <remarks>
/// Dive into Deep Learning, <c>seq_data_iter_random</c> and <c>seq_data_iter_sequential</c>. Random: offset in [0, T-1], the windows that
/// follow it without overlap, shuffled. Sequential: offset in [0, T],
/// the rest cut into B contiguous rows that are read side by side. Incomplete batches are left out.
/// </remarks>
public sealed class BatchPlan
{
    private readonly long[] starts;

    private BatchPlan(BatchShape shape, int offset, long[] starts) => (Shape, Offset, this.starts) = (shape, offset, starts);

    /// <summary>Size of the batches.</summary>
    public BatchShape Shape { get; }

    /// <summary>Tokens left out at the start of this epoch.</summary>
    public int Offset { get; }

    /// <summary>Number of batches.</summary>
    public int Count => starts.Length / Shape.BatchSize;

    /// <summary>Index of each window's first input in the stream, batch after batch, row after row:
    /// <see cref="Count"/> x B numbers.</summary>
    public ReadOnlyMemory<long> Starts => starts;

    /// <summary>The plan of one epoch.</summary>
    /// <param name="tokens">Length of the token stream, at least <see cref="BatchShape.MinTokens"/>.</param>
    /// <param name="shape">Size of the batches.</param>
    /// <param name="seed">Seed of the trial.</param>
    /// <param name="epoch">Number of the epoch; each gives another plan.</param>
    /// <exception cref="ArgumentException">The stream is too short.</exception>
    public static BatchPlan For(int tokens, BatchShape shape, long seed, int epoch)
    {
        if (tokens < shape.MinTokens)
            throw new ArgumentException(
                $"expected at least {shape.MinTokens} tokens for one batch of {shape}, found {tokens}", nameof(tokens));
        var random = new SeededRandom(SeededRandom.Derive(seed, epoch));
        var offset = random.NextInt(shape.MaxOffset + 1);
        var starts = shape.Sampling == Sampling.Random ? Shuffled(tokens, shape, offset, random) : SideBySide(tokens, shape, offset);
        return new BatchPlan(shape, offset, starts);
    }

    private static long[] Shuffled(int tokens, BatchShape shape, int offset, SeededRandom random)
    {
        var windows = new long[(tokens - offset - 1) / shape.NumSteps];
        for (var window = 0; window < windows.Length; window++) windows[window] = offset + ((long)window * shape.NumSteps);
        random.Shuffle<long>(windows);
        return windows[..(shape.Batches(tokens, offset) * shape.BatchSize)];
    }

    private static long[] SideBySide(int tokens, BatchShape shape, int offset)
    {
        var rowLength = (tokens - offset - 1) / shape.BatchSize;
        var starts = new long[shape.Batches(tokens, offset) * shape.BatchSize];
        for (var i = 0; i < starts.Length; i++)
        {
            var (batch, row) = (i / shape.BatchSize, i % shape.BatchSize);
            starts[i] = offset + ((long)row * rowLength) + ((long)batch * shape.NumSteps);
        }
        return starts;
    }
}
