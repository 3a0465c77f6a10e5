using Sweep.Search.Randomness;

namespace Sweep.Experiments.Data;

/// <summary>Which windows of the token stream make up the batches of one epoch: a pure function of seed and epoch, so any batch of any
/// epoch can be made again.</summary>
/// <remarks>Dive into Deep Learning, <c>seq_data_iter_random</c> and <c>seq_data_iter_sequential</c>. Random: offset in [0, T-1], the
/// windows that follow it without overlap, shuffled. Sequential: offset in [0, T], the rest cut into B contiguous rows that are read side
/// by side. Incomplete batches are left out.</remarks>
public sealed class BatchPlan
{
    private readonly int tokens;
    private readonly int[] windows;

    private BatchPlan(int tokens, BatchShape shape, int offset, int[] windows) =>
        (this.tokens, Shape, Offset, this.windows) = (tokens, shape, offset, windows);

    /// <summary>Size of the batches.</summary>
    public BatchShape Shape { get; }

    /// <summary>Tokens left out at the start of this epoch.</summary>
    public int Offset { get; }

    /// <summary>Number of batches.</summary>
    public int Count => Shape.Batches(tokens, Offset);

    /// <summary>Index of each window's first input in the stream, batch after batch, row after row:
    /// <see cref="Count"/> x B numbers.</summary>
    public ReadOnlyMemory<long> Starts
    {
        get
        {
            var starts = new long[(long)Count * Shape.BatchSize];
            for (var i = 0; i < starts.Length; i++) starts[i] = Start(i / Shape.BatchSize, i % Shape.BatchSize);
            return starts;
        }
    }

    /// <summary>Index of the first input of one window, by batch and row, each from 0.</summary>
    public long Start(int batch, int row)
    {
        if (Shape.Sampling == Sampling.Random)
            return Offset + ((long)windows[((long)batch * Shape.BatchSize) + row] * Shape.NumSteps);
        long rowLength = (tokens - Offset - 1) / Shape.BatchSize;
        return Offset + (row * rowLength) + ((long)batch * Shape.NumSteps);
    }

    /// <summary>The plan of one epoch of the trial with a seed, over a stream of at least <see cref="BatchShape.MinTokens"/>
    /// tokens.</summary>
    /// <exception cref="ArgumentException">The stream is too short.</exception>
    public static BatchPlan For(int tokens, BatchShape shape, long seed, int epoch)
    {
        if (tokens < shape.MinTokens)
            throw new ArgumentException(
                $"expected at least {shape.MinTokens} tokens for one batch of {shape}, found {tokens}", nameof(tokens));
        var random = new SeededRandom(SeededRandom.Derive(seed, epoch));
        var offset = random.NextInt(shape.MaxOffset + 1);
        return new BatchPlan(tokens, shape, offset, shape.Sampling == Sampling.Random ? Shuffled(tokens, shape, offset, random) : []);
    }

    private static int[] Shuffled(int tokens, BatchShape shape, int offset, SeededRandom random)
    {
        var windows = Enumerable.Range(0, (tokens - offset - 1) / shape.NumSteps).ToArray();
        random.Shuffle<int>(windows);
        return windows;
    }
}
