using Sweep.Experiments.Data;
using Sweep.Experiments.Optimizers;
using Sweep.Models.Trees;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Trees;

/// <summary>All that changes while a trial of trees trains: parameters, optimiser, the epoch's sum of losses. Owns its tensors.</summary>
internal sealed class TreeState : IDisposable
{
    private readonly TreeTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly TreeModel model;
    private readonly ModelUpdater updater;
    private readonly Tensor sum;

    /// <summary>The state at the very start: initial parameters drawn from the seed.</summary>
    public TreeState(TreeTrialOptions options, TreeModelOptions shape, TrialSeeds seeds, Device device)
    {
        (this.options, this.seeds) = (options, seeds);
        manual_seed(seeds.Initial);
        model = new TreeModel(shape, device);
        model.train();
        updater = new ModelUpdater(model, options.Rule, device);
        sum = zeros([], float64, device);
    }

    /// <summary>Optimiser steps taken.</summary>
    public long OptimizerSteps
    {
        get => updater.Steps;
        set => updater.Steps = value;
    }

    /// <summary>All tensors that change, named as in a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => updater.Named().Append(("sum", sum));

    /// <summary>Trains on one batch. Queues work for a GPU and does not wait for it.</summary>
    public void Step(TreeBatch batch, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        if (options.Dropout > 0) manual_seed(seeds.Dropout(epoch, step));
        var nats = model.TrainStep(batch);
        updater.Step();
        sum.add_(nats, LastingScalars.One);
    }

    /// <summary>Sum over the epoch's batches so far of the mean loss in nats per node. Waits for a GPU.</summary>
    public double SumOfBatchNats() => sum.item<double>();

    /// <summary>Leaves the epoch.</summary>
    public void EndEpoch() => sum.zero_();

    /// <summary>Looks at held-out trees, without gradient and dropout.</summary>
    /// <param name="batches">Trees with their indexes.</param>
    /// <param name="goOn">Asked before each batch; false ends the evaluation.</param>
    /// <returns>null when <paramref name="goOn"/> ended it.</returns>
    public TreeTally? Evaluate(IEnumerable<(IReadOnlyList<TreeExample> Examples, TreeBatch Batch)> batches, Func<bool> goOn)
    {
        var tally = new TreeTally();
        model.eval();
        try
        {
            foreach (var (examples, batch) in batches)
            {
                if (!goOn()) return null;
                Add(tally, examples, batch);
            }

            return tally;
        }
        finally
        {
            model.train();
        }
    }

    public void Dispose()
    {
        sum.Dispose();
        updater.Dispose();
        model.Dispose();
    }

    private void Add(TreeTally tally, IReadOnlyList<TreeExample> examples, TreeBatch batch)
    {
        using var scope = NewDisposeScope();
        var scores = model.Evaluate(batch);
        var (right, nats) = (scores.IsRight.cpu().data<bool>().ToArray(), scores.Nats.cpu().data<float>().ToArray());
        tally.AddNodes(right.Length, right.LongCount(isRight => isRight));
        var rowOf = batch.ScoredNodes.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        foreach (var (number, root) in batch.Roots.Index())
            tally.AddRoot(examples[number].Depth, right[rowOf[root]], nats[rowOf[root]]);
    }
}
