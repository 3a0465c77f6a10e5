using Sweep.Contracts;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Optimizers;
using Sweep.Experiments.Sequences.Generation;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Models.Sequences;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;
using TorchSharp;
using static Sweep.Experiments.Sequences.SequenceMetrics;
using static TorchSharp.torch;

namespace Sweep.Experiments.Sequences;

/// <summary>One trial of the <c>seq2seq</c> experiment: learns pairs, evaluated on held-out ones. Owns all that changes while it trains:
/// parameters, optimiser, the epoch's sum of losses.</summary>
internal sealed class SequenceSession : ITrainingSession, ICheckpointed
{
    private readonly SequenceTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly PairSet pairs;
    private readonly Device device;
    private readonly SequenceModel model;
    private readonly ModelUpdater updater;
    private readonly Tensor sum;
    private readonly PairBatches training;
    private readonly PairBatches heldOut;
    private IReadOnlyList<int[]> batches = [];
    private HeldOutScores? scores;
    private int epoch;

    /// <exception cref="TrialException">The configuration cannot be trained, or its pairs or its device cannot be had.</exception>
    public SequenceSession(StartTrial order, PairCatalog catalog)
    {
        options = SequenceParameters.Read(order.Config, order.PathFolder);
        if (SequenceDefinition.Contradictions(options).FirstOrDefault() is { } problem)
            throw new TrialException(AttemptOutcome.BadInput, problem.Message);
        seeds = new TrialSeeds(order.Seed);
        pairs = catalog.Load(options.Pairs, order.CorpusSha256);
        device = LanguageModelTrial.DeviceOf(order);
        var shape = options.Model(pairs.Source.Count, pairs.Target.Count);
        manual_seed(seeds.Initial);
        model = new SequenceModel(shape, device);
        model.train();
        updater = new ModelUpdater(model, options.Rule, device);
        sum = zeros([], float64, device);
        training = new PairBatches(pairs.Train, options.BatchSize);
        heldOut = new PairBatches(pairs.HeldOut, SequenceMemory.HeldOutRows(shape, pairs.LongestSource, pairs.LongestTarget));
    }

    public int Epochs => options.Epochs;
    public int? Classes => pairs.Target.Count;

    public IEnumerable<(string Name, Tensor Tensor)> Tensors => updater.Named().Append(("sum", sum));

    public IReadOnlyDictionary<string, long> Counters { get => updater.Counters; set => updater.Counters = value; }

    public TrialCheckpoint Describe(TrialCheckpoint head) => (head with { CorpusSha256 = pairs.Sha256, Engine = Engine })
        .With("source_vocabulary", pairs.Source.Types)
        .With("target_vocabulary", pairs.Target.Types)
        .With(SequenceGenerator.LongestTarget, pairs.LongestLearnt);

    public MadeBy Describe(MadeBy worker) => LanguageModelTrial.Describe(worker, Engine, device);

    public (int Steps, long Tokens) BeginEpoch(int epoch)
    {
        this.epoch = epoch;
        batches = training.Shuffled(seeds.Data, epoch);
        return (batches.Count, pairs.Train.Sum(pair => (long)pair.Tokens));
    }

    public void Step(int step)
    {
        using var scope = NewDisposeScope();
        if (options.Dropout > 0) manual_seed(seeds.Dropout(epoch, step));
        var nats = model.TrainStep(training.Tensors(batches[step], device), Taught(step));
        updater.Step();
        using Scalar scored = training.Scored(batches[step]);
        sum.add_(nats.to(float64), scored);
    }

    public double TrainLoss(int steps) => sum.item<double>() / batches.Take(steps).Sum(training.Scored);

    public double? Evaluate(Func<bool> goOn)
    {
        scores = new HeldOutScores(options.BleuGrams);
        model.eval();
        try
        {
            foreach (var places in heldOut.InOrder())
            {
                if (!goOn()) return null;
                using var scope = NewDisposeScope();
                var (nats, targets) = model.Score(heldOut.Tensors(places, device), Longest(pairs.LongestLearnt));
                scores.Add(nats, heldOut.Scored(places));
                foreach (var (row, written) in targets.Index()) scores.Add(written, pairs.HeldOut[places[row]].Target);
            }

            return scores.MeanNats;
        }
        finally
        {
            model.train();
        }
    }

    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [TrainPerplexity] = Math.Exp(trainLoss),
            [ValPerplexity] = Math.Exp(heldOutLoss),
            [ValExactMatch] = scores!.ExactMatch,
            [ValBleu] = scores.MeanBleu,
        };
        if (double.IsFinite(tokensPerSecond)) metrics[TokensPerSecond] = tokensPerSecond;
        return metrics;
    }

    public void EndEpoch() => sum.zero_();

    public void Dispose()
    {
        sum.Dispose();
        updater.Dispose();
        model.Dispose();
    }

    /// <summary>Most tokens to write where the training part's longest target has so many: half as many again, and the end.</summary>
    public static int Longest(int target) => target + (target / 2) + 1;

    private string Engine => Sweep.Models.Language.LanguageModel.TorchKind(device);

    /// <summary>Draws for every place of a batch whether the right token is read, from a stream of the batch's own.</summary>
    private Func<int, bool>? Taught(int step)
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
