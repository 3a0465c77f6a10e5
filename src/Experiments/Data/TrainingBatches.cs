using static TorchSharp.torch;

namespace Sweep.Experiments.Data;

/// <summary>The training tokens of a corpus on a device, uploaded once; gives the batches of any epoch.</summary>
/// <remarks>An epoch costs one upload of its window starts and two gathers on the device; a batch is then a view:
/// no work on the host, no synchronisation.</remarks>
public sealed class TrainingBatches : IDisposable
{
    /// <summary>Longer streams stay where they are, and batches are uploaded one by one.</summary>
    public const int MostUploaded = 1 << 24;

    private readonly (Tensor Tokens, Tensor Steps)? uploaded;
    private readonly ReadOnlyMemory<int> stream;
    private readonly BatchShape shape;
    private readonly Device device;

    /// <summary>Uploads a token stream.</summary>
    /// <param name="tokens">The training part of a corpus, at least <see cref="BatchShape.MinTokens"/> long.</param>
    /// <param name="shape">Size of the batches.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="mostUploaded">Longer streams are uploaded batch by batch; the batches are the same.</param>
    /// <exception cref="ArgumentException">The stream is shorter than one batch.</exception>
    public TrainingBatches(ReadOnlyMemory<int> tokens, BatchShape shape, Device device, int mostUploaded = MostUploaded)
    {
        if (tokens.Length < shape.MinTokens)
            throw new ArgumentException(
                $"expected at least {shape.MinTokens} tokens for one batch of {shape}, found {tokens.Length}", nameof(tokens));
        (this.shape, stream, this.device) = (shape, tokens, device);
        if (tokens.Length > mostUploaded) return;
        using var scope = NewDisposeScope();
        var all = DeviceTensor.Int64(tokens.Span, device).DetachFromDisposeScope();
        var steps = DeviceTensor.Int64<int>([.. Enumerable.Range(0, shape.NumSteps)], device).view(1, shape.NumSteps, 1)
            .DetachFromDisposeScope();
        uploaded = (all, steps);
    }

    /// <summary>All batches of one epoch; the caller disposes them. Equal seed of the trial and epoch give equal batches.</summary>
    public EpochBatches Epoch(long seed, int epoch)
    {
        var plan = BatchPlan.For(stream.Length, shape, seed, epoch);
        if (uploaded is not var (tokens, steps)) return new EpochBatches(plan, stream, device);
        using var scope = NewDisposeScope();
        var starts = DeviceTensor.Int64(plan.Starts.Span, device).view(plan.Count, 1, shape.BatchSize);
        var inputs = starts.add(steps, LastingScalars.One);                   // (batches, T, B)
        return new EpochBatches(
            take(tokens, inputs).DetachFromDisposeScope(),
            take(tokens, inputs.add(LastingScalars.One, LastingScalars.One)).DetachFromDisposeScope());
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        uploaded?.Tokens.Dispose();
        uploaded?.Steps.Dispose();
    }
}
