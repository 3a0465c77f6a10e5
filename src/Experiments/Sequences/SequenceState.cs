using Sweep.Experiments.Optimizers;
using Sweep.Models.Sequences;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Sequences;

/// <summary>All that changes while an encoder-decoder trains: parameters, optimiser, the epoch's sum of losses. Owns its tensors.</summary>
public sealed class SequenceState : IDisposable
{
    private readonly SequenceTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly ModelUpdater updater;
    private readonly Tensor sum;
    private readonly Device device;

    /// <summary>The state at the very start: initial parameters drawn from the seed.</summary>
    /// <param name="options">Configuration of the trial.</param>
    /// <param name="model">Its model's shape.</param>
    /// <param name="seeds">Random streams of the trial.</param>
    /// <param name="device">Where to train.</param>
    public SequenceState(SequenceTrialOptions options, SequenceModelOptions model, TrialSeeds seeds, Device device)
    {
        (this.options, this.seeds, this.device) = (options, seeds, device);
        manual_seed(seeds.Initial);
        Model = new SequenceModel(model, device);
        Model.train();
        updater = new ModelUpdater(Model, options.Rule, device);
        sum = zeros([], float64, device);
    }

    /// <summary>The model.</summary>
    public SequenceModel Model { get; }

    /// <summary>Optimiser steps taken.</summary>
    public long OptimizerSteps
    {
        get => updater.Steps;
        set => updater.Steps = value;
    }

    /// <summary>All tensors that change, named as in a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => updater.Named().Append(("sum", sum));

    /// <summary>Trains on one batch. Queues work for a GPU and does not wait for it.</summary>
    /// <param name="batches">The pairs.</param>
    /// <param name="places">Those of this batch.</param>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="step">Number of the batch, from 0.</param>
    public void Step(PairBatches batches, int[] places, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        if (options.Dropout > 0) manual_seed(seeds.Dropout(epoch, step));
        var nats = Model.TrainStep(batches.Tensors(places, device), Taught(epoch, step));
        updater.Step();
        using Scalar scored = batches.Scored(places);
        sum.add_(nats.to(float64), scored);
    }

    /// <summary>Sum of the losses of the epoch's batches so far, in nats. Waits for a GPU.</summary>
    public double SumNats() => sum.item<double>();

    /// <summary>Leaves the epoch.</summary>
    public void EndEpoch() => sum.zero_();

    /// <summary>Looks at held-out pairs, without gradient and dropout; the model is back in training mode afterwards.</summary>
    /// <param name="heldOut">The pairs.</param>
    /// <param name="batches">The same in batches.</param>
    /// <param name="longest">Most tokens to write to a source, the end counted.</param>
    /// <param name="goOn">Asked before each batch; false ends the evaluation.</param>
    /// <returns>null when <paramref name="goOn"/> ended it.</returns>
    public HeldOutScores? Evaluate(IReadOnlyList<EncodedPair> heldOut, PairBatches batches, int longest, Func<bool> goOn)
    {
        Model.eval();
        try
        {
            var scores = new HeldOutScores(options.BleuGrams);
            foreach (var places in batches.InOrder())
            {
                if (!goOn()) return null;
                using var scope = NewDisposeScope();
                var batch = batches.Tensors(places, device);
                var (nats, targets) = Model.Score(batch, longest);
                scores.Add(nats, batches.Scored(places));
                foreach (var (row, written) in targets.Index()) scores.Add(written, heldOut[places[row]].Target);
            }

            return scores;
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
        updater.Dispose();
        Model.Dispose();
    }

    /// <summary>Draws for every place of a batch whether the right token is read, from a stream of the batch's own.</summary>
    private Func<int, bool>? Taught(int epoch, int step)
    {
        if (options.TeacherForcing >= 1) return null;
        var random = new SeededRandom(seeds.Teaching(epoch, step));
        var drawn = new List<bool>();
        return place =>
        {
            while (drawn.Count <= place) drawn.Add(random.NextDouble() < options.TeacherForcing);
            return drawn[place];
        };
    }
}

/// <summary>Sums over held-out pairs.</summary>
/// <param name="grams">k of BLEU.</param>
public sealed class HeldOutScores(int grams)
{
    private const int NoToken = -1;

    private double nats;
    private double bleu;
    private long tokens;
    private int pairs;
    private int right;

    /// <summary>Nats per token.</summary>
    public double MeanNats => nats / tokens;

    /// <summary>Share of targets that were written right from the first token to the end.</summary>
    public double ExactMatch => (double)right / pairs;

    /// <summary>Mean BLEU.</summary>
    public double MeanBleu => bleu / pairs;

    /// <summary>Adds the loss of so many tokens.</summary>
    public void Add(double sumNats, long scored) => (nats, tokens) = (nats + sumNats, tokens + scored);

    /// <summary>Adds what was written to a source, and what was right.</summary>
    public void Add(int[] written, int[] label)
    {
        // A token that training has never seen cannot be written.
        int[] known = [.. label.Select(token => token == SpecialTokens.Unknown ? NoToken : token)];
        pairs++;
        bleu += Bleu.Of(written, known, grams);
        if (written.AsSpan().SequenceEqual(known)) right++;
    }
}
