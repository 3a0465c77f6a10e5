using Sweep.Experiments.Data;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Training.Optimizers;
using Sweep.Models;
using Sweep.Models.Language;
using Sweep.Search.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>All that changes while a trial trains: parameters, optimiser, carried state, the epoch's sum of losses, the place in the data. Owns its tensors.</summary>
public sealed class TrainingState : IDisposable
{
    private readonly LanguageModelTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly ParameterBlocks parameters;
    private readonly IOptimizer optimizer;
    private readonly GradientClip? clip;
    private readonly Tensor sum;
    private readonly TensorCopies best = new();
    private readonly TensorCopies last = new();
    private RecurrentState carried;

    /// <summary>The state at the very start: initial parameters drawn from the seed.</summary>
    /// <param name="options">Configuration of the trial.</param>
    /// <param name="vocabulary">Number of token types.</param>
    /// <param name="seeds">Random streams of the trial.</param>
    /// <param name="device">Where to train.</param>
    public TrainingState(LanguageModelTrialOptions options, int vocabulary, TrialSeeds seeds, Device device)
    {
        (this.options, this.seeds) = (options, seeds);
        manual_seed(seeds.Initial);
        Model = new LanguageModel(options.Model(vocabulary), device);
        Model.train();
        parameters = new ParameterBlocks(Model.named_parameters().Select(p => (p.name, p.parameter)), join: device.type == DeviceType.CUDA);
        optimizer = OptimizerFactory.Create(options, parameters.Blocks);
        clip = options.Clip > 0 ? new GradientClip(options.Clip) : null;
        carried = Model.ZeroState(options.BatchSize);
        sum = zeros([], float64, device);
    }

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>Epoch under way, from 1.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>Next batch of the epoch, from 0.</summary>
    public int Batch { get; private set; }

    /// <summary>Trains on the next batch. Queues work for a GPU and does not wait for it.</summary>
    public void Step(EpochBatches batches)
    {
        using var scope = NewDisposeScope();
        if (options.Dropout > 0) manual_seed(seeds.Dropout(Epoch, Batch));
        var batch = batches[Batch];
        var result = Model.TrainStep(batch.X, batch.Y, carried);
        var gradients = parameters.Gather();
        clip?.Apply(gradients.Pieces);
        optimizer.Step(gradients.PerBlock);
        sum.add_(result.MeanNats, LastingScalars.One);
        if (options.Sampling == Sampling.Sequential) Carry(result.State);
        Batch++;
    }

    /// <summary>Sum over the epoch's batches so far of the mean loss in nats per token. Waits for a GPU.</summary>
    public double SumOfBatchNats() => sum.item<double>();

    /// <summary>Goes to the start of the next epoch.</summary>
    public void NextEpoch()
    {
        (Epoch, Batch) = (Epoch + 1, 0);
        sum.zero_();
        carried.Zero();
    }

    /// <summary>Copies of the parameters alone, named as in a checkpoint. The next call overwrites them.</summary>
    public Dictionary<string, TensorData> CaptureModel() => best.Take(Named().Where(IsParameter));

    /// <summary>Puts everything that is needed to go on into a checkpoint. The next call overwrites its tensors.</summary>
    public TrialCheckpoint Capture(TrialCheckpoint head) => head with
    {
        Epoch = Epoch,
        Batch = Batch,
        OptimizerSteps = optimizer.Steps,
        Tensors = last.Take(Named()),
    };

    /// <summary>Goes back to where a checkpoint was captured.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape; nothing was changed.</exception>
    public void Restore(TrialCheckpoint checkpoint)
    {
        Check(checkpoint);
        foreach (var (name, tensor) in Named()) TensorBytes.Write(checkpoint.Tensors[name], tensor);
        (Epoch, Batch, optimizer.Steps) = (checkpoint.Epoch, checkpoint.Batch, checkpoint.OptimizerSteps);
    }

    /// <summary>Looks whether a checkpoint has everything to go on.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape.</exception>
    public void Check(TrialCheckpoint checkpoint)
    {
        foreach (var (name, tensor) in Named()) TensorBytes.Find(checkpoint.Tensors, name, tensor);
    }

    /// <summary>Looks whether a checkpoint has the whole model.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape.</exception>
    public void CheckModel(TrialCheckpoint checkpoint)
    {
        foreach (var (name, tensor) in Named().Where(IsParameter)) TensorBytes.Find(checkpoint.Tensors, name, tensor);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        sum.Dispose();
        carried.Dispose();
        optimizer.Dispose();
        parameters.Dispose();
        Model.Dispose();
    }

    private void Carry(RecurrentState next)
    {
        carried.Dispose();
        carried = next;
        foreach (var (_, tensor) in carried.Named()) tensor.DetachFromDisposeScope();
    }

    private static bool IsParameter((string Name, Tensor Tensor) named) => named.Name.StartsWith("model.", StringComparison.Ordinal);

    private IEnumerable<(string Name, Tensor Tensor)> Named()
    {
        foreach (var (name, parameter) in Model.named_parameters()) yield return ($"model.{name}", parameter);
        foreach (var (name, tensor) in optimizer.Named()) yield return ($"optimizer.{name}", tensor);
        foreach (var (name, tensor) in carried.Named()) yield return ($"state.{name}", tensor);
        yield return ("sum", sum);
    }
}
