using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Optimizers;
using Sweep.Models;
using Sweep.Models.Language;
using Sweep.Search.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels;

/// <summary>All that changes while a trial trains: parameters, optimiser, carried state, the epoch's sum of losses.
/// Owns its tensors.</summary>
public sealed class TrainingState : IDisposable
{
    private readonly LanguageModelTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly ParameterBlocks parameters;
    private readonly IOptimizer optimizer;
    private readonly GradientClip? clip;
    private readonly Tensor sum;
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
        optimizer = Optimizer(options, parameters.Blocks);
        clip = options.Clip > 0 ? new GradientClip(options.Clip) : null;
        carried = Model.ZeroState(options.BatchSize);
        sum = zeros([], float64, device);
    }

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>Optimiser steps taken.</summary>
    public long OptimizerSteps
    {
        get => optimizer.Steps;
        set => optimizer.Steps = value;
    }

    /// <summary>All tensors that change, named as in a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors
    {
        get
        {
            foreach (var (name, parameter) in Model.named_parameters()) yield return ($"model.{name}", parameter);
            foreach (var (name, tensor) in optimizer.Named()) yield return ($"optimizer.{name}", tensor);
            foreach (var (name, tensor) in carried.Named()) yield return ($"state.{name}", tensor);
            yield return ("sum", sum);
        }
    }

    /// <summary>Trains on one batch. Queues work for a GPU and does not wait for it.</summary>
    /// <param name="batches">The batches of an epoch.</param>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="step">Number of the batch, from 0.</param>
    public void Step(EpochBatches batches, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        if (options.Dropout > 0) manual_seed(seeds.Dropout(epoch, step));
        var batch = batches[step];
        var result = Model.TrainStep(batch.X, batch.Y, carried);
        var gradients = parameters.Gather();
        clip?.Apply(gradients.Pieces);
        optimizer.Step(gradients.PerBlock);
        sum.add_(result.MeanNats, LastingScalars.One);
        if (options.Sampling == Sampling.Sequential) Carry(result.State);
    }

    /// <summary>Sum over the epoch's batches so far of the mean loss in nats per token. Waits for a GPU.</summary>
    public double SumOfBatchNats() => sum.item<double>();

    /// <summary>Leaves the epoch: nothing is carried into the next one.</summary>
    public void EndEpoch()
    {
        sum.zero_();
        carried.Zero();
    }

    /// <summary>Mean loss over the tail, without gradient and dropout; the model is back in training mode afterwards.</summary>
    /// <param name="tail">The held-out tail.</param>
    /// <param name="goOn">Asked before each batch; false ends the evaluation.</param>
    /// <returns>Nats per token; null when <paramref name="goOn"/> ended it.</returns>
    public double? MeanNats(EvaluationBatches tail, Func<bool> goOn)
    {
        Model.eval();
        try
        {
            return SumNats(tail, goOn) / tail.Predictions;
        }
        finally
        {
            Model.train();
        }
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

    private double? SumNats(EvaluationBatches tail, Func<bool> goOn)
    {
        using var outer = NewDisposeScope();
        var state = Model.ZeroState(tail.Rows);
        var sum = zeros([], float64, tail[0].X.device);
        for (var k = 0; k < tail.Count; k++)
        {
            if (!goOn()) return null;
            using var scope = NewDisposeScope();
            var batch = tail[k];
            var result = Model.Evaluate(batch.X, batch.Y, state);
            sum.add_(result.SumNats, LastingScalars.One);
            if (options.Bidirectional) continue; // A backward state cannot be carried on.
            state.Dispose();
            state = result.State.MoveToOuterDisposeScope();
        }
        return sum.item<double>();
    }

    private static IOptimizer Optimizer(LanguageModelTrialOptions options, IReadOnlyList<ParameterBlock> parameters) =>
        options.Optimizer switch
        {
            OptimizerKind.Sgd => new Sgd(parameters, options.Lr, options.Momentum, options.WeightDecay),
            OptimizerKind.Adam => new Adam(parameters, options.Lr, options.WeightDecay),
            OptimizerKind.Adamw => new Adam(parameters, options.Lr, options.WeightDecay, decoupled: true),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "expected sgd, adam or adamw"),
        };
}
