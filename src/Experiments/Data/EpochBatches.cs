using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Data;

/// <summary>The batches of one epoch on the device, by number: going on at batch k needs nothing from the batches before it.</summary>
public sealed class EpochBatches : IDisposable
{
    private readonly Tensor inputs;
    private readonly Tensor targets;

    /// <summary>Takes over two int64 tensors of shape (batches, T, B).</summary>
    internal EpochBatches(Tensor inputs, Tensor targets) => (this.inputs, this.targets) = (inputs, targets);

    /// <summary>Number of batches, at least 1.</summary>
    public int Count => (int)inputs.shape[0];

    /// <summary>Tokens that the epoch predicts: batches x T x B.</summary>
    public long Predictions => inputs.NumberOfElements;

    /// <summary>Batch k, in [0, <see cref="Count"/>): contiguous views, owned by the dispose scope that is open now.</summary>
    public Batch this[int k] => new(inputs.select(0, k), targets.select(0, k));

    /// <summary>Frees the device memory; views of batches must not be used any more.</summary>
    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
    }
}

/// <summary>Inputs and targets of one step of training or evaluation; views that belong to the dispose scope they were taken in.</summary>
/// <param name="X">Inputs: int64, (T, B), values in [0, V).</param>
/// <param name="Y">Targets: int64, (T, B), the token after each input;
/// <see cref="EvaluationBatches.NotScored"/> where nothing is scored.</param>
public readonly record struct Batch(torch.Tensor X, torch.Tensor Y);
