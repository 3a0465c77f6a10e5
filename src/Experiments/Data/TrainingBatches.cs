using static TorchSharp.torch;

namespace Sweep.Experiments.Data;

/// <summary>The training tokens of a corpus on a device, uploaded once; gives the batches of any epoch.</summary>
/// <remarks>An epoch costs one upload of its window starts and two gathers on the device; a batch is then a view:
/// no work on the host, no synchronisation.</remarks>
public sealed class TrainingBatches : IDisposable
{
    private readonly Tensor tokens;
    private readonly Tensor steps;
    private readonly BatchShape shape;
    private readonly int length;

    /// <summary>Uploads a token stream.</summary>
    /// <param name="tokens">The training part of a corpus, at least <see cref="BatchShape.MinTokens"/> long.</param>
    /// <param name="shape">Size of the batches.</param>
    /// <param name="device">Where the model lives.</param>
    /// <exception cref="ArgumentException">The stream is shorter than one batch.</exception>
    public TrainingBatches(ReadOnlyMemory<int> tokens, BatchShape shape, Device device)
    {
        if (tokens.Length < shape.MinTokens)
            throw new ArgumentException(
                $"expected at least {shape.MinTokens} tokens for one batch of {shape}, found {tokens.Length}", nameof(tokens));
        (this.shape, length) = (shape, tokens.Length);
        using var scope = NewDisposeScope();
        this.tokens = DeviceTensor.Int64(tokens.Span, device).DetachFromDisposeScope();
        steps = DeviceTensor.Int64<int>([.. Enumerable.Range(0, shape.NumSteps)], device).view(1, shape.NumSteps, 1)
            .DetachFromDisposeScope();
    }

    /// <summary>All batches of one epoch; the caller disposes them. Equal seed and epoch give equal batches.</summary>
    /// <param name="seed">Seed of the trial.</param>
    /// <param name="epoch">Number of the epoch.</param>
    public EpochBatches Epoch(long seed, int epoch)
    {
        var plan = BatchPlan.For(length, shape, seed, epoch);
        using var scope = NewDisposeScope();
        var starts = DeviceTensor.Int64(plan.Starts.Span, tokens.device).view(plan.Count, 1, shape.BatchSize);
        var inputs = starts.add(steps, LastingScalars.One);                   // (batches, T, B)
        return new EpochBatches(
            take(tokens, inputs).DetachFromDisposeScope(),
            take(tokens, inputs.add(LastingScalars.One, LastingScalars.One)).DetachFromDisposeScope());
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        tokens.Dispose();
        steps.Dispose();
    }
}
