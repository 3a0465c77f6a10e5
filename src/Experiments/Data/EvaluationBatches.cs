using Sweep.Models;
using static TorchSharp.torch;

namespace Sweep.Experiments.Data;

/// <summary>The held-out tail on the device, in batches to be read in order with the state carried from each to the next.</summary>
/// <remarks>
/// Sum the loss with <c>cross_entropy(…, ignore_index: NotScored, reduction: Sum)</c> over all batches and divide by
/// <see cref="Predictions"/>. Some batches score nothing (warm-up): never average within a batch.
/// </remarks>
public sealed class EvaluationBatches : IDisposable
{
    /// <summary>Target that the loss leaves out; PyTorch's default <c>ignore_index</c>.</summary>
    public const long NotScored = EvaluationResult.NotScored;

    private const int StepsPerBatch = 32;

    private readonly Tensor inputs;
    private readonly Tensor targets;

    /// <summary>Uploads the held-out tail of a corpus.</summary>
    /// <param name="corpus">A corpus with at least 1 token in each part.</param>
    /// <param name="device">Where the model lives.</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public EvaluationBatches(Corpus corpus, Device device)
    {
        var plan = new EvaluationPlan(corpus);
        (Predictions, Rows) = (corpus.HeldOut, plan.Rows);
        using var scope = NewDisposeScope();
        inputs = DeviceTensor.Int64<long>(plan.Inputs, device).view(plan.Steps, plan.Rows).DetachFromDisposeScope();
        targets = DeviceTensor.Int64<long>(plan.Targets, device).view(plan.Steps, plan.Rows).DetachFromDisposeScope();
    }

    /// <summary>B of every batch; depends on the tail's length alone.</summary>
    public int Rows { get; }

    /// <summary>Scored targets over all batches: each held-out token once.</summary>
    public long Predictions { get; }

    /// <summary>Number of batches.</summary>
    public int Count => (int)((inputs.shape[0] + StepsPerBatch - 1) / StepsPerBatch);

    /// <summary>Batch k: contiguous views of at most 32 steps (the last may be shorter),
    /// owned by the dispose scope that is open now.</summary>
    public Batch this[int k] => new(Steps(inputs, k), Steps(targets, k));

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
    }

    private static Tensor Steps(Tensor all, int k)
    {
        var first = (long)k * StepsPerBatch;
        return all.narrow(0, first, Math.Min(StepsPerBatch, all.shape[0] - first));
    }
}
