using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Models.Runtime;
using Sweep.Search.Spaces;
using static Sweep.Experiments.LanguageModels.LanguageModelMetrics;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels;

/// <summary>One trial of the <c>language-model</c> experiment: truncated back-propagation through a corpus,
/// evaluated on its held-out tail. Knows no cell.</summary>
internal sealed class LanguageModelSession : ITrainingSession, ICheckpointed
{
    private readonly LanguageModelTrialOptions options;
    private readonly TrialSeeds seeds;
    private readonly Corpus corpus;
    private readonly Device device;
    private readonly TrainingState state;
    private TrainingBatches? training;
    private EvaluationBatches? tail;
    private EpochBatches? batches;
    private int epoch;

    /// <param name="order">What to train.</param>
    /// <param name="corpora">Where corpora come from.</param>
    /// <exception cref="TrialException">The configuration cannot be trained, or its text or its device cannot be had.</exception>
    public LanguageModelSession(StartTrial order, CorpusCatalog corpora)
    {
        options = Options(order);
        seeds = new TrialSeeds(order.Seed);
        corpus = Load(corpora, options, order);
        device = DeviceOf(order);
        state = new TrainingState(options, corpus.Vocabulary.Count, seeds, device);
    }

    /// <inheritdoc />
    public int Epochs => options.Epochs;

    /// <inheritdoc />
    public int? Classes => corpus.Vocabulary.Count;

    /// <inheritdoc />
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => state.Tensors;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> Counters
    {
        get => new Dictionary<string, long> { ["optimizer_steps"] = state.OptimizerSteps };
        set => state.OptimizerSteps = value["optimizer_steps"];
    }

    /// <inheritdoc />
    public TrialCheckpoint Describe(TrialCheckpoint head) =>
        (head with { CorpusSha256 = corpus.Sha256, Engine = state.Model.EngineKind }).With("vocabulary", corpus.Vocabulary.Types);

    /// <inheritdoc />
    public MadeBy Describe(MadeBy worker)
    {
        var isGpu = device.type == TorchSharp.DeviceType.CUDA;
        return worker with
        {
            Engine = state.Model.EngineKind.Split(' ')[0],
            Instructions = isGpu ? null : Sweep.Models.Language.LanguageModel.InstructionSet,
            Libtorch = Sweep.Models.Native.Libtorch.Load().Version,
            Gpu = isGpu ? TorchRuntime.Name(device) : null,
        };
    }

    /// <inheritdoc />
    public (int Steps, long Tokens) BeginEpoch(int epoch)
    {
        this.epoch = epoch;
        training ??= new TrainingBatches(corpus.Train, options.Shape, device);
        tail ??= new EvaluationBatches(corpus, device);
        batches = training.Epoch(seeds.Data, epoch);
        return (batches.Count, batches.Predictions);
    }

    /// <inheritdoc />
    public void Step(int step) => state.Step(batches!, epoch, step);

    /// <inheritdoc />
    public double TrainLoss(int steps) => state.SumOfBatchNats() / steps;

    /// <inheritdoc />
    public double? Evaluate(Func<bool> goOn) => state.MeanNats(tail!, goOn);

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [options.Bidirectional ? TrainPseudoPerplexity : TrainPerplexity] = Math.Exp(trainLoss),
            [options.Bidirectional ? ValPseudoPerplexity : ValPerplexity] = Math.Exp(heldOutLoss),
        };
        if (!options.Bidirectional) AddCausal(metrics, heldOutLoss);
        if (double.IsFinite(tokensPerSecond)) metrics[TokensPerSecond] = tokensPerSecond;
        return metrics;
    }

    /// <inheritdoc />
    public void EndEpoch()
    {
        batches?.Dispose();
        state.EndEpoch();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        batches?.Dispose();
        tail?.Dispose();
        training?.Dispose();
        state.Dispose();
    }

    private void AddCausal(Dictionary<string, double> metrics, double valNats)
    {
        if (FloorAlarm.Check(valNats, corpus.IdealValidationNats, corpus.HeldOut) is { } alarm)
            throw new TrialException(AttemptOutcome.Error, $"epoch {epoch}: {alarm}");
        metrics[ValBitsPerToken] = valNats / Math.Log(2);
        if (corpus.IdealValidationNats is { } ideal) metrics[ValExcessBits] = (valNats - ideal) / Math.Log(2);
    }

    private static LanguageModelTrialOptions Options(StartTrial order)
    {
        var options = LanguageModelParameters.Read(order.Config, order.PathFolder);
        var problem = LanguageModelDefinition.Contradictions(options).Select(p => p.Message).FirstOrDefault()
            ?? Missing(order.Metric, options);
        return problem is null ? options : throw new TrialException(AttemptOutcome.BadInput, problem);
    }

    private static Corpus Load(CorpusCatalog corpora, LanguageModelTrialOptions options, StartTrial order)
    {
        try
        {
            var corpus = corpora.Load(options.Corpus);
            // It was another text when the trial was planned: this place is at fault, and another node, or this one later,
            // may have the right one.
            if (ChangedCorpus.Problem(corpus.Name, order.CorpusSha256, corpus.Sha256, PathOf(options.Corpus)) is { } changed)
                throw new TrialException(AttemptOutcome.NodeFault, changed);
            var problem = CorpusLength.Problem(corpus, options.Shape);
            if (problem is null && order.Metric == ValExcessBits && corpus.IdealValidationNats is null)
                problem = $"{order.Metric} is known for the corpus grammar without <unk> only; rank by {ValPerplexity}";
            return problem is null ? corpus : throw new TrialException(AttemptOutcome.BadInput, problem);
        }
        catch (CorpusException e)
        {
            throw order.CorpusSha256 is { } planned
                ? new TrialException(AttemptOutcome.NodeFault, $"{e.Message} (the sweep was planned with the text of SHA-256 {planned})", e)
                : new TrialException(AttemptOutcome.Error, e.Message, e);
        }
    }

    private static string? PathOf(CorpusOptions corpus) =>
        corpus.Corpus is CorpusOptions.Grammar or CorpusOptions.TimeMachine ? null : Path.GetFullPath(corpus.Corpus, corpus.BaseFolder);

    private static Device DeviceOf(StartTrial order)
    {
        try
        {
            TorchRuntime.UseThreads(order.Threads);
            return TorchRuntime.ParseDevice(order.Device);
        }
        catch (ArgumentException e)
        {
            throw new TrialException(AttemptOutcome.Error, e.Message, e);
        }
    }
}
