using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Models.Runtime;
using Sweep.Search.Spaces;
using static Sweep.Experiments.LanguageModels.LanguageModelMetrics;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels;

/// <summary>What every model of the <c>language-model</c> experiment shares: the options and the text of an order, its device,
/// and the metrics of an epoch.</summary>
internal sealed class LanguageModelTrial
{
    private double? testNats;

    /// <exception cref="TrialException">The configuration cannot be trained, or its text or its device cannot be had.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LanguageModelTrial(StartTrial order, CorpusCatalog corpora, CancellationToken cancel = default)
    {
        Options = OptionsOf(order);
        Seeds = new TrialSeeds(order.Seed);
        Corpus = Load(corpora, Options, order, cancel);
        Device = DeviceOf(order);
    }

    public static ITrainingSession Open(StartTrial order, CorpusCatalog corpora, CancellationToken cancel = default)
    {
        var trial = new LanguageModelTrial(order, corpora, cancel);
        return trial.Options.Kind.Open(trial);
    }

    public LanguageModelTrialOptions Options { get; }
    public TrialSeeds Seeds { get; }
    public Corpus Corpus { get; }

    /// <summary>True when there is a test text to look at; a bidirectional model has no perplexity of it.</summary>
    public bool HasTest => !Corpus.Test.IsEmpty && !Options.Bidirectional;

    public Device Device { get; }

    /// <summary>Adds what a checkpoint says of the data and of the code that computes the steps.</summary>
    public TrialCheckpoint Describe(TrialCheckpoint head, string engine) =>
        TextCodec.Describe(head with { CorpusSha256 = Corpus.Sha256, Engine = engine }, Corpus);

    public MadeBy Describe(MadeBy worker, string engine) => Describe(worker, engine, Device);

    internal static MadeBy Describe(MadeBy worker, string engine, Device device)
    {
        var isGpu = device.type == TorchSharp.DeviceType.CUDA;
        return worker with
        {
            Engine = engine.Split(' ')[0],
            Instructions = isGpu ? null : Sweep.Models.Language.LanguageModel.InstructionSet,
            Libtorch = Sweep.Models.Native.Libtorch.Load().Version,
            Gpu = isGpu ? TorchRuntime.Name(device) : null,
        };
    }

    /// <summary>Looks at the held-out tail, then at the test text if there is one; null when one of them was ended.</summary>
    public double? Evaluate(Func<double?> tail, Func<double?> test)
    {
        var nats = tail();
        if (nats is null || !HasTest) return nats;
        testNats = test();
        return testNats is null ? null : nats;
    }

    /// <summary>Metrics of an epoch's report, of mean nats per token over the training part and the held-out tail, and of the test text
    /// that was last looked at. The speed is left out unless finite.</summary>
    /// <exception cref="TrialException">The held-out loss is too good to be true.</exception>
    public IReadOnlyDictionary<string, double> Metrics(int epoch, double trainLoss, double heldOutLoss, double tokensPerSecond)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Options.Bidirectional ? TrainPseudoPerplexity : TrainPerplexity] = Math.Exp(trainLoss),
            [Options.Bidirectional ? ValPseudoPerplexity : ValPerplexity] = Math.Exp(heldOutLoss),
        };
        if (!Options.Bidirectional) AddCausal(metrics, epoch, heldOutLoss);
        if (testNats is { } nats) metrics[TestPerplexity] = Math.Exp(nats);
        if (double.IsFinite(tokensPerSecond)) metrics[TokensPerSecond] = tokensPerSecond;
        return metrics;
    }

    private void AddCausal(Dictionary<string, double> metrics, int epoch, double valNats)
    {
        if (FloorAlarm.Check(valNats, Corpus.IdealValidationNats, Corpus.HeldOut) is { } alarm)
            throw new TrialException(AttemptOutcome.Error, $"epoch {epoch}: {alarm}");
        metrics[ValBitsPerToken] = valNats / Math.Log(2);
        metrics[ValBitsPerCharacter] = Corpus.BitsPerCharacter(valNats);
        if (Corpus.IdealValidationNats is { } ideal) metrics[ValExcessBits] = (valNats - ideal) / Math.Log(2);
    }

    private static LanguageModelTrialOptions OptionsOf(StartTrial order)
    {
        var options = LanguageModelParameters.Read(order.Config, order.PathFolder);
        var problem = LanguageModelDefinition.Contradictions(options).Select(p => p.Message).FirstOrDefault()
            ?? Missing(order.Metric, options);
        return problem is null ? options : throw new TrialException(AttemptOutcome.BadInput, problem);
    }

    private static Corpus Load(CorpusCatalog corpora, LanguageModelTrialOptions options, StartTrial order, CancellationToken cancel)
    {
        var corpus = PlannedData.Load(order.CorpusSha256, () => corpora.Load(options.Corpus, cancel), () => PathOf(options.Corpus));
        var problem = CorpusLength.Problem(corpus, options.Shape);
        if (problem is null && order.Metric == ValExcessBits && corpus.IdealValidationNats is null)
            problem = $"{order.Metric} is known for the corpus grammar without <unk> only; rank by {ValPerplexity}";
        return problem is null ? corpus : throw new TrialException(AttemptOutcome.BadInput, problem);
    }

    private static string? PathOf(CorpusOptions corpus) =>
        corpus.Corpus is CorpusOptions.Grammar or CorpusOptions.TimeMachine ? null : Path.GetFullPath(corpus.Corpus, corpus.BaseFolder);

    /// <summary>The device of an order, with its threads.</summary>
    internal static Device DeviceOf(StartTrial order)
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
