using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Experiments.Optimizers;
using Sweep.Models;
using Sweep.Models.Language;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels;

/// <summary>All that changes while a trial trains: parameters, optimiser, carried state, the epoch's sum of losses.
/// Owns its tensors.</summary>
public sealed class TrainingState : IDisposable
{
    private readonly LanguageModelTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly ModelUpdater updater;
    private readonly LearningRate rate;
    private readonly PlateauHistory? plateau;
    private readonly PatienceHistory? patience;
    private readonly WeightAverage? average;
    private readonly TriggerHistory? trigger;
    private readonly LongSteps? longSteps;
    private readonly Tensor sum;
    private RecurrentState carried;
    private double? heldOut;

    /// <summary>The state at the very start: initial parameters drawn from the seed.</summary>
    public TrainingState(LanguageModelTrialOptions options, int vocabulary, TrialSeeds seeds, Device device)
    {
        (this.options, this.seeds) = (options, seeds);
        manual_seed(seeds.Initial);
        Model = ((IGradientKind)options.Kind).Build(options, vocabulary, device);
        Model.train();
        updater = new ModelUpdater(Model, options.Rule, device, options.ClipValue);
        rate = new LearningRate(options.Schedule, options.Rule.Lr, options.Epochs);
        plateau = options.Schedule.Kind == ScheduleKind.Plateau ? new PlateauHistory(options.Schedule.Patience) : null;
        patience = options.Patience is { } epochs ? new PatienceHistory(epochs) : null;
        average = options.Averaging.Kind == AveragingKind.Asgd ? new WeightAverage(updater.Blocks) : null;
        trigger = average is not null && options.Averaging.From is null ? new TriggerHistory(options.Averaging.Interval) : null;
        longSteps = options.ThroughTime.IsBeyondWindow ? new LongSteps(options, seeds, (LanguageModel)Model) : null;
        carried = Model.ZeroState(options.BatchSize);
        sum = zeros([], float64, device);
    }

    /// <summary>The model.</summary>
    public TokenModel Model { get; }

    /// <summary>Optimiser steps taken, named as in a checkpoint.</summary>
    public IReadOnlyDictionary<string, long> Counters { get => updater.Counters; set => updater.Counters = value; }

    /// <summary>True when the held-out loss has not fallen for as long as the trial's patience lasts.</summary>
    public bool IsDone => patience is { IsOver: true };

    /// <summary>All numbers that change and lie in no tensor, named as in a checkpoint.</summary>
    public IEnumerable<(string Name, Array Numbers)> Arrays
    {
        get
        {
            foreach (var history in Histories) yield return (history.Name, history.Numbers);
            if (average is not null) yield return ("averaging.count", average.Count);
        }
    }

    private IEnumerable<HeldOutHistory> Histories => new HeldOutHistory?[] { plateau, patience, trigger }.OfType<HeldOutHistory>();

    /// <summary>All tensors that change, named as in a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors
    {
        get
        {
            foreach (var named in updater.Named()) yield return named;
            foreach (var (name, tensor) in average?.Named() ?? []) yield return (name, tensor);
            foreach (var (name, tensor) in carried.Named()) yield return ($"state.{name}", tensor);
            yield return ("sum", sum);
        }
    }

    /// <summary>Begins patience anew after the numbers of another trial were read: it counts epochs of one trial, and a fork that had
    /// none left would end without a report.</summary>
    public void BeginFork() => patience?.Begin();

    /// <summary>Goes to an epoch, from 1, of so many batches.</summary>
    /// <returns>Steps of the epoch: one per batch, or two where gradients pass between windows.</returns>
    public int BeginEpoch(int epoch, int windows) => longSteps?.Begin(epoch, windows) ?? windows;

    /// <summary>Reads again one window of what no checkpoint holds, before the step that comes next; false when there was nothing left to
    /// read.</summary>
    public bool CatchUp(EpochBatches batches, int step) => longSteps?.CatchUp(batches, step, carried) == true;

    /// <summary>Takes a step, from 0, of an epoch, from 1. Queues work for a GPU and does not wait for it.</summary>
    public void Step(EpochBatches batches, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        if (longSteps is not null)
        {
            LongStep(longSteps.Take(batches, step, carried), epoch, longSteps.Read(step + 1) - 1, batches.Count);
            return;
        }
        if (options.HasDropout) manual_seed(seeds.Dropout(epoch, step));
        var batch = batches[step];
        var result = Model.TrainStep(batch.X, batch.Y, carried);
        Change(epoch, step, batches.Count);
        sum.add_(result.MeanNats, LastingScalars.One);
        if (options.Sampling == Sampling.Sequential) Carry(result.State);
    }

    /// <summary>Sum over the epoch's batches so far of the mean loss in nats per token. Waits for a GPU.</summary>
    public double SumOfBatchNats() => sum.item<double>();

    /// <summary>Batches that <see cref="SumOfBatchNats"/> is of, after so many steps of the epoch.</summary>
    public int BatchesIn(int steps) => longSteps?.Read(steps) ?? steps;

    /// <summary>Leaves the epoch: nothing is carried into the next one but what its held-out loss changes.</summary>
    public void EndEpoch()
    {
        if (average is { IsIn: true }) average.Swap();
        if (heldOut is { } loss)
            foreach (var history in Histories) history.Add(loss);
        heldOut = null;
        sum.zero_();
        carried.Zero();
    }

    /// <summary>Mean loss over the tail, without gradient and dropout; the model is back in training mode afterwards. Where parameters are
    /// averaged the mean stands in their place until <see cref="EndEpoch"/>, so that what is kept of the epoch is what was
    /// evaluated.</summary>
    /// <returns>Nats per token; null when <paramref name="goOn"/> ended it.</returns>
    public double? MeanNats(EvaluationBatches tail, Func<bool> goOn)
    {
        average?.Swap();
        return heldOut = Mean(tail, goOn);
    }

    /// <summary>Mean loss over a further text, with the parameters that <see cref="MeanNats"/> was of. Nothing follows from it. Where
    /// <paramref name="goOn"/> ends it, asked before each batch, the evaluation of the tail is as if it had not been.</summary>
    /// <returns>Nats per token; null when <paramref name="goOn"/> ended it.</returns>
    public double? MeanNatsOfTest(EvaluationBatches text, Func<bool> goOn) => Mean(text, goOn);

    /// <inheritdoc />
    public void Dispose()
    {
        longSteps?.Dispose();
        sum.Dispose();
        carried.Dispose();
        average?.Dispose();
        updater.Dispose();
        Model.Dispose();
    }

    private double? Mean(EvaluationBatches text, Func<bool> goOn)
    {
        double? nats = null;
        Model.eval();
        try
        {
            return nats = SumNats(text, goOn) / text.Predictions;
        }
        finally
        {
            if (nats is null) Forget();
            Model.train();
        }
    }

    private void Forget()
    {
        heldOut = null;
        if (average is { IsIn: true }) average.Swap();
    }

    private void LongStep((Tensor? Nats, RecurrentState? End) taken, int epoch, int window, int windows)
    {
        if (taken.Nats is not null) sum.add_(taken.Nats, LastingScalars.One);
        if (taken.End is null) return;
        Change(epoch, window, windows);
        Carry(taken.End);
    }

    private void Change(int epoch, int window, int windows)
    {
        updater.Step(options.Schedule.IsConstant ? null : rate.At(epoch, window, windows, plateau?.Reductions ?? 0));
        if (average is not null && (trigger?.IsOn ?? epoch >= options.Averaging.From)) average.Add();
    }

    private void Carry(RecurrentState next)
    {
        carried.Dispose();
        carried = next.DetachFromDisposeScope();
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
}
