using static TorchSharp.torch;

namespace Sweep.Experiments.Data;

/// <summary>The batches of one epoch on the device, by number: going on at batch k needs nothing from the batches before it.</summary>
public sealed class EpochBatches : IDisposable
{
    private readonly BatchPlan? plan;
    private readonly (Tensor Inputs, Tensor Targets)? uploaded;
    private readonly ReadOnlyMemory<int> tokens;
    private readonly Device? device;

    /// <summary>Takes over two int64 tensors of shape (batches, T, B).</summary>
    internal EpochBatches(Tensor inputs, Tensor targets) => uploaded = (inputs, targets);

    /// <summary>Uploads each batch when it is asked for.</summary>
    internal EpochBatches(BatchPlan plan, ReadOnlyMemory<int> tokens, Device device) =>
        (this.plan, this.tokens, this.device) = (plan, tokens, device);

    /// <summary>Number of batches, at least 1.</summary>
    public int Count => uploaded is var (inputs, _) ? (int)inputs.shape[0] : plan!.Count;

    /// <summary>Tokens that the epoch predicts: batches x T x B.</summary>
    public long Predictions =>
        uploaded is var (inputs, _) ? inputs.NumberOfElements : (long)Count * plan!.Shape.NumSteps * plan.Shape.BatchSize;

    /// <summary>Batch k, in [0, <see cref="Count"/>): contiguous, owned by the dispose scope that is open now.</summary>
    public Batch this[int k] => uploaded is var (inputs, targets) ? new(inputs.select(0, k), targets.select(0, k)) : Read(k);

    /// <summary>Frees the device memory; views of batches must not be used any more.</summary>
    public void Dispose()
    {
        uploaded?.Inputs.Dispose();
        uploaded?.Targets.Dispose();
    }

    private Batch Read(int k)
    {
        var (steps, rows) = (plan!.Shape.NumSteps, plan.Shape.BatchSize);
        var (x, y) = (new int[steps * rows], new int[steps * rows]);
        for (var row = 0; row < rows; row++)
        {
            var window = tokens.Span.Slice((int)plan.Start(k, row), steps + 1);
            for (var step = 0; step < steps; step++) (x[(step * rows) + row], y[(step * rows) + row]) = (window[step], window[step + 1]);
        }
        return new Batch(DeviceTensor.Int64<int>(x, device!).view(steps, rows), DeviceTensor.Int64<int>(y, device!).view(steps, rows));
    }
}

/// <summary>Inputs and targets of one step of training or evaluation; views that belong to the dispose scope they were taken in.</summary>
/// <param name="X">Inputs: int64, (T, B), values in [0, V).</param>
/// <param name="Y">Targets: int64, (T, B), the token after each input;
/// <see cref="EvaluationBatches.NotScored"/> where nothing is scored.</param>
public readonly record struct Batch(Tensor X, Tensor Y);
