using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Training;

/// <summary>The course's training loop: epochs of truncated back-propagation, each followed by a look at the held-out tail. Knows no cell.</summary>
public sealed class Trainer
{
    private readonly TrialContext trial;
    private readonly LanguageModelTrialOptions options;
    private readonly Corpus corpus;
    private readonly TrainingState state;
    private readonly TrainingBatches training;
    private readonly EvaluationBatches tail;
    private readonly CheckpointKeeper keeper;
    private readonly EpochReporter reporter;
    private readonly Lap lap;
    private TrialCheckpoint head;

    /// <param name="trial">The attempt.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="data">Corpus and batches.</param>
    /// <param name="state">Where training stands; changed here.</param>
    /// <param name="keeper">Writes checkpoints.</param>
    /// <param name="head">What every checkpoint of this trial says beside the tensors; with the reports so far.</param>
    public Trainer(
        TrialContext trial, LanguageModelTrialOptions options, TrialData data, TrainingState state, CheckpointKeeper keeper, TrialCheckpoint head)
    {
        (this.trial, this.options, this.state, this.keeper, this.head) = (trial, options, state, keeper, head);
        (corpus, training, tail) = (data.Corpus, data.Training, data.Tail);
        reporter = new EpochReporter(corpus, options.Bidirectional);
        lap = new Lap(trial.Time, head.EpochSeconds);
    }

    /// <summary>Called after each training step; null = nobody.</summary>
    internal Action? AfterStep { get; init; }

    /// <summary>Trains to the end, to divergence, or until the node asks to stop.</summary>
    /// <exception cref="TrialException">A checkpoint cannot be written, or the results are impossible.</exception>
    public TrialEnded Run()
    {
        while (state.Epoch <= options.Epochs)
        {
            if (RunEpoch() is { } ended)
            {
                keeper.SaveBest();
                return ended;
            }
        }
        keeper.SaveBest();
        return new TrialEnded { Outcome = AttemptOutcome.Completed };
    }

    private TrialEnded? RunEpoch()
    {
        using var batches = training.Epoch(new TrialSeeds(trial.Order.Seed).Data, state.Epoch);
        if (Train(batches) is { } early) return early;
        var trainNats = state.SumOfBatchNats() / batches.Count;
        var trainSeconds = lap.Seconds;
        if (Divergence.OfEpoch(trainNats, corpus.Vocabulary.Count, state.Epoch, "training") is { } diverged) return Diverged(diverged);

        if (Evaluator.MeanNats(state.Model, tail, GoOnEvaluating) is not { } valNats) return Stop();
        if (Divergence.OfEpoch(valNats, corpus.Vocabulary.Count, state.Epoch, "held-out") is { } worse) return Diverged(worse);

        Finish(reporter.Report(state.Epoch, trainNats, valNats, batches.Predictions / trainSeconds, lap.Seconds));
        return null;
    }

    private TrialEnded? Train(EpochBatches batches)
    {
        while (state.Batch < batches.Count)
        {
            if (trial.Stop is not null) return Stop();
            state.Step(batches);
            AfterStep?.Invoke();
            if (trial.SignIsDue && GiveSign(batches) is { } diverged) return diverged;
        }
        return trial.Stop is null ? null : Stop();
    }

    private TrialEnded? GiveSign(EpochBatches batches)
    {
        var sum = state.SumOfBatchNats();
        if (Divergence.OfSum(sum, state.Epoch) is { } reason) return Diverged(reason);
        var fraction = (double)state.Batch / batches.Count;
        trial.Progress(new TrialProgress
        {
            Epoch = state.Epoch,
            Fraction = fraction,
            TokensPerSecond = fraction * batches.Predictions / lap.Seconds,
            TrainPerplexity = Finite(Math.Exp(sum / state.Batch)),
        });
        if (keeper.IsDueWithinEpoch) Save();
        return null;
    }

    private void Finish(TrialReport report)
    {
        head = head with { Reports = [.. head.Reports, report] };
        if (BestEpoch.Of(head.Reports, trial.Order.Metric, trial.Order.Maximize) == report)
            keeper.TakeBest(head with { Epoch = state.Epoch + 1, Batch = 0, EpochSeconds = 0, Tensors = state.CaptureModel() });
        state.NextEpoch();
        lap.Restart();
        // Checkpoint first, report second: what the ledger knows should not have to be trained again.
        if (keeper.IsDueAfterEpoch) Save();
        trial.Report(report);
    }

    private bool GoOnEvaluating()
    {
        trial.Progress(new TrialProgress { Epoch = state.Epoch, Fraction = 1 });
        return trial.Stop is null;
    }

    private TrialEnded Stop()
    {
        var answer = trial.StopAnswer();
        if (trial.Stop!.GoesOnLater) Save();
        return answer;
    }

    private void Save() => keeper.Save(state.Capture(head with { EpochSeconds = lap.Seconds }));

    private static TrialEnded Diverged(string reason) => new() { Outcome = AttemptOutcome.Diverged, Reason = reason };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
