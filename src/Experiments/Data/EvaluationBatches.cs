using Sweep.Models;
using static TorchSharp.torch;

namespace Sweep.Experiments.Data;

/// <summary>The held-out tail on the device, in batches to be read in order with the state carried from each to the next.</summary>
/// <remarks>Sum the loss with <c>cross_entropy(…, ignore_index: NotScored, reduction: Sum)</c> over all batches and divide by
/// <see cref="Predictions"/>. Some batches score nothing (warm-up): never average within a batch.</remarks>
public sealed class EvaluationBatches : IDisposable
{
    /// <summary>Target that the loss leaves out; PyTorch's default <c>ignore_index</c>.</summary>
    public const long NotScored = EvaluationResult.NotScored;

    private const int StepsPerBatch = 32;

    private readonly EvaluationPlan plan;
    private readonly Device device;
    private readonly Batch? uploaded;

    /// <summary>Uploads the held-out tail of a corpus with at least 1 token in each part, to where the model lives.</summary>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public EvaluationBatches(Corpus corpus, Device device)
        : this(corpus.Train, corpus.Validation, device)
    {
    }

    /// <summary>Uploads any tokens.</summary>
    /// <param name="before">Tokens before them, at least 1; the end is read to warm up.</param>
    /// <param name="scored">Tokens that are scored, at least 1.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="mostUploaded">More tokens are uploaded batch by batch.</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public EvaluationBatches(
        ReadOnlyMemory<int> before, ReadOnlyMemory<int> scored, Device device, int mostUploaded = TrainingBatches.MostUploaded)
    {
        (plan, this.device) = (new EvaluationPlan(before, scored), device);
        (Predictions, Rows) = (scored.Length, plan.Rows);
        if (scored.Length > mostUploaded) return;
        using var scope = NewDisposeScope();
        var all = Upload(0, plan.Steps);
        uploaded = new Batch(all.X.DetachFromDisposeScope(), all.Y.DetachFromDisposeScope());
    }

    /// <summary>B of every batch; depends on the tail's length alone.</summary>
    public int Rows { get; }

    /// <summary>Scored targets over all batches: each held-out token once.</summary>
    public long Predictions { get; }

    /// <summary>Number of batches.</summary>
    public int Count => (plan.Steps + StepsPerBatch - 1) / StepsPerBatch;

    /// <summary>Batch k: contiguous views of at most 32 steps (the last may be shorter),
    /// owned by the dispose scope that is open now.</summary>
    public Batch this[int k]
    {
        get
        {
            var (first, count) = (k * StepsPerBatch, StepsOf(k));
            return uploaded is { } all ? new(all.X.narrow(0, first, count), all.Y.narrow(0, first, count)) : Upload(first, count);
        }
    }

    /// <summary>Places of batch k that are scored, in its steps and rows laid out in a line. Known without asking a GPU.</summary>
    public long[] Scored(int k) => [.. plan.Scored(k * StepsPerBatch, StepsOf(k))];

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        uploaded?.X.Dispose();
        uploaded?.Y.Dispose();
    }

    private int StepsOf(int k) => Math.Min(StepsPerBatch, plan.Steps - (k * StepsPerBatch));

    private Batch Upload(int first, int count)
    {
        var (inputs, targets) = plan.Read(first, count);
        return new(DeviceTensor.Int64<long>(inputs, device).view(count, Rows), DeviceTensor.Int64<long>(targets, device).view(count, Rows));
    }
}
