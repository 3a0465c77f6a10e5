using Sweep.Contracts;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Sequences.Generation;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Search.Spaces;
using static Sweep.Experiments.Sequences.SequenceMetrics;
using static TorchSharp.torch;

namespace Sweep.Experiments.Sequences;

/// <summary>One trial of the <c>seq2seq</c> experiment: learns pairs, evaluated on held-out ones.</summary>
internal sealed class SequenceSession : ITrainingSession, ICheckpointed
{
    private readonly SequenceTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly PairSet pairs;
    private readonly Device device;
    private readonly SequenceState state;
    private readonly PairBatches training;
    private readonly PairBatches heldOut;
    private IReadOnlyList<int[]> batches = [];
    private HeldOutScores? scores;
    private int epoch;

    /// <param name="order">What to train.</param>
    /// <param name="catalog">Where pairs come from.</param>
    /// <exception cref="TrialException">The configuration cannot be trained, or its pairs or its device cannot be had.</exception>
    public SequenceSession(StartTrial order, PairCatalog catalog)
    {
        options = SequenceParameters.Read(order.Config, order.PathFolder);
        if (SequenceDefinition.Contradictions(options).FirstOrDefault() is { } problem)
            throw new TrialException(AttemptOutcome.BadInput, problem.Message);
        seeds = new TrialSeeds(order.Seed);
        pairs = catalog.Load(options.Pairs, order.CorpusSha256);
        device = LanguageModelTrial.DeviceOf(order);
        var model = options.Model(pairs.Source.Count, pairs.Target.Count);
        state = new SequenceState(options, model, seeds, device);
        training = new PairBatches(pairs.Train, options.BatchSize);
        heldOut = new PairBatches(pairs.HeldOut, SequenceMemory.HeldOutRows(model, pairs.LongestSource, pairs.LongestTarget));
    }

    public int Epochs => options.Epochs;

    public int? Classes => pairs.Target.Count;

    public IEnumerable<(string Name, Tensor Tensor)> Tensors => state.Tensors;

    public IReadOnlyDictionary<string, long> Counters
    {
        get => new Dictionary<string, long> { ["optimizer_steps"] = state.OptimizerSteps };
        set => state.OptimizerSteps = value["optimizer_steps"];
    }

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

    public void Step(int step) => state.Step(training, batches[step], epoch, step);

    public double TrainLoss(int steps) => state.SumNats() / batches.Take(steps).Sum(training.Scored);

    public double? Evaluate(Func<bool> goOn)
    {
        scores = state.Evaluate(pairs.HeldOut, heldOut, Longest(pairs.LongestLearnt), goOn);
        return scores?.MeanNats;
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

    public void EndEpoch() => state.EndEpoch();

    public void Dispose() => state.Dispose();

    /// <summary>Most tokens to write where the training part's longest target has so many: half as many again, and the end.</summary>
    public static int Longest(int target) => target + (target / 2) + 1;

    private string Engine => Sweep.Models.Language.LanguageModel.TorchKind(device);
}
