using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Models.Runtime;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>Runs the <c>language-model</c> experiment: from an order to a trained model, or on from a checkpoint.</summary>
/// <param name="corpora">Where corpora come from.</param>
public sealed class LanguageModelRunner(CorpusCatalog corpora) : ITrialRunner
{
    /// <summary>Called after each training step, for tests that interrupt at a chosen one; null = nobody.</summary>
    internal Action? AfterStep { get; init; }

    /// <inheritdoc />
    public TrialEnded Run(TrialContext trial)
    {
        var order = trial.Order;
        using var signs = trial.SignsOfLife();
        var options = Options(order);
        var corpus = LoadCorpus(options, order);
        var device = Device(order);
        var folder = new CheckpointFolder(order.CheckpointFolder);
        folder.Prepare();

        var head = Head(order, corpus);
        using var state = new TrainingState(options, corpus.Vocabulary.Count, new TrialSeeds(order.Seed), device);
        head = head with { Engine = state.Model.EngineKind };
        if (folder.LoadLast(trial.Log, (found, path) => Require(found, path == folder.LastPath)) is { } last)
        {
            if (CheckpointIdentity.OtherBits(head, last) is { } notice) trial.Log(notice);
            state.Restore(last);
            head = head with { Reports = last.Reports, EpochSeconds = last.EpochSeconds };
        }
        trial.Started(options.Epochs, head.Reports.Count);
        foreach (var report in head.Reports) trial.Report(report);
        using var data = new TrialData(corpus, options.Shape, device);
        signs.Dispose(); // From here on only real steps count.
        return new Trainer(trial, options, data, state, new CheckpointKeeper(folder, trial.Time), head) { AfterStep = AfterStep }.Run();

        void Require(TrialCheckpoint found, bool isLast)
        {
            CheckpointIdentity.Require(head, found, isLast ? folder.LastPath : folder.BestPath);
            if (found.Epoch > options.Epochs + 1) throw new InvalidDataException($"it goes on with epoch {found.Epoch} of {options.Epochs}");
            if (found.Reports.FirstOrDefault(r => !r.Metrics.ContainsKey(order.Metric)) is { } report) throw new InvalidDataException($"its report of epoch {report.Epoch} lacks {order.Metric}");
            if (isLast) state.Check(found);
            else state.CheckModel(found);
        }
    }

    private static LanguageModelTrialOptions Options(StartTrial order)
    {
        var options = LanguageModelParameters.Read(order.Config, order.DataFolder ?? order.BaseFolder);
        var problem = order.DataFolder is { } folder ? CorpusConfinement.Problem(options.Corpus.Corpus, folder) : null;
        problem ??= LanguageModelDefinition.Contradictions(options).Select(p => p.Message).FirstOrDefault() ?? LanguageModelMetrics.Missing(order.Metric, options);
        return problem is null ? options : throw new TrialException(AttemptOutcome.BadInput, problem);
    }

    private Corpus LoadCorpus(LanguageModelTrialOptions options, StartTrial order)
    {
        try
        {
            var corpus = corpora.Load(options.Corpus);
            // It was another text when the trial was planned: this place is at fault, and another node, or this one later, may have the right one.
            if (ChangedCorpus.Problem(corpus.Name, order.CorpusSha256, corpus.Sha256, PathOf(options.Corpus)) is { } changed) throw new TrialException(AttemptOutcome.NodeFault, changed);
            var problem = CorpusLength.Problem(corpus, options.Shape);
            if (problem is null && order.Metric == LanguageModelMetrics.ValExcessBits && corpus.IdealValidationNats is null)
                problem = $"{order.Metric} is known for the corpus grammar without <unk> only; rank by {LanguageModelMetrics.ValPerplexity}";
            return problem is null ? corpus : throw new TrialException(AttemptOutcome.BadInput, problem);
        }
        catch (CorpusException e)
        {
            throw order.CorpusSha256 is { } planned
                ? new TrialException(AttemptOutcome.NodeFault, $"{e.Message} (the sweep was planned with the text of SHA-256 {planned})", e)
                : new TrialException(AttemptOutcome.Error, e.Message, e);
        }
    }

    private static string? PathOf(CorpusOptions corpus) => CorpusConfinement.IsNamed(corpus.Corpus) ? null : Path.GetFullPath(corpus.Corpus, corpus.BaseFolder);

    private static Device Device(StartTrial order)
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

    private static TrialCheckpoint Head(StartTrial order, Corpus corpus) => new()
    {
        Experiment = order.Experiment,
        Config = (JsonObject)order.Config.DeepClone(),
        Seed = order.Seed,
        Device = order.Device.Split(':')[0],
        Threads = order.Threads,
        CorpusSha256 = corpus.Sha256,
        Vocabulary = corpus.Vocabulary.Types,
        Epoch = 1,
        Batch = 0,
    };
}
