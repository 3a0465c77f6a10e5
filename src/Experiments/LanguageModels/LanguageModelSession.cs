using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Language;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels;

/// <summary>One trial of a model that learns by gradients: windows of a corpus in batches, evaluated on its held-out tail. Knows no
/// model.</summary>
internal sealed class LanguageModelSession : ITrainingSession, ICheckpointed, ICheckpointedArrays
{
    private readonly LanguageModelTrial trial;
    private readonly TrainingState state;
    private TrainingBatches? training;
    private EvaluationBatches? tail;
    private EvaluationBatches? test;
    private GradientDiagnostics? diagnostics;
    private EpochBatches? batches;
    private int epoch;

    public LanguageModelSession(LanguageModelTrial trial)
    {
        this.trial = trial;
        state = new TrainingState(trial.Options, trial.Corpus.Vocabulary.Count, trial.Seeds, trial.Device);
    }

    public int Epochs => trial.Options.Epochs;
    public bool IsDone => state.IsDone;
    public int? Classes => trial.Corpus.Vocabulary.Count;

    public IEnumerable<(string Name, Tensor Tensor)> Tensors => state.Tensors;

    public IEnumerable<(string Name, Array Numbers)> Arrays => state.Arrays;

    public IReadOnlyDictionary<string, long> Counters { get => state.Counters; set => state.Counters = value; }

    public void BeginFork() => state.BeginFork();

    public TrialCheckpoint Describe(TrialCheckpoint head) => trial.Describe(head, state.Model.EngineKind);

    public MadeBy Describe(MadeBy worker) => trial.Describe(worker, state.Model.EngineKind);

    public (int Steps, long Tokens) BeginEpoch(int epoch)
    {
        this.epoch = epoch;
        training ??= new TrainingBatches(trial.Corpus.Train, trial.Options.Shape, trial.Device);
        tail ??= new EvaluationBatches(trial.Corpus, trial.Device);
        if (trial.HasTest) test ??= new EvaluationBatches(trial.Corpus.Validation, trial.Corpus.Test, trial.Device);
        if (trial.Options.ThroughTime.Diagnostics == Diagnostics.Gradients)
            diagnostics ??= new GradientDiagnostics(trial.Corpus, trial.Options.NumSteps, trial.Device);
        batches = training.Epoch(trial.Seeds.Data, epoch);
        return (state.BeginEpoch(epoch, batches.Count), batches.Predictions);
    }

    public bool CatchUp(int step) => state.CatchUp(batches!, step);

    public void Step(int step) => state.Step(batches!, epoch, step);

    public double TrainLoss(int steps) => state.SumOfBatchNats() / state.BatchesIn(steps);

    public double? Evaluate(Func<bool> goOn) =>
        trial.Evaluate(() => state.MeanNats(tail!, goOn), () => state.MeanNatsOfTest(test!, goOn));

    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond)
    {
        var metrics = trial.Metrics(epoch, trainLoss, heldOutLoss, tokensPerSecond);
        if (diagnostics is null) return metrics;
        var found = diagnostics.Of((LanguageModel)state.Model);
        return metrics.Concat(found).ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
    }

    public void EndEpoch()
    {
        batches?.Dispose();
        state.EndEpoch();
    }

    public void Dispose()
    {
        batches?.Dispose();
        tail?.Dispose();
        test?.Dispose();
        diagnostics?.Dispose();
        training?.Dispose();
        state.Dispose();
    }
}
