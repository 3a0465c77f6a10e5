using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training;

/// <summary>The training loop of every experiment: epochs of steps, each epoch followed by an evaluation and a report.</summary>
/// <remarks>Signs of life, divergence, checkpoints and the node's wish to stop are handled here and nowhere else.</remarks>
internal sealed class TrainingLoop(TrialContext trial, ITrainingSession session)
{
    private readonly CheckpointKeeper? keeper = session is ISavedState state ? new CheckpointKeeper(trial, session.Epochs, state) : null;
    private int epoch = 1;
    private int step;
    private double secondsBefore;
    private long began = trial.Time.GetTimestamp();

    /// <summary>Called after each training step; null = nobody.</summary>
    public Action? AfterStep { get; init; }

    /// <summary>Seconds spent on the epoch under way, over all attempts that worked on it.</summary>
    private double Seconds => secondsBefore + trial.Time.GetElapsedTime(began).TotalSeconds;

    /// <summary>Goes to where the trial's checkpoint was made, if it has one, and repeats the reports before it.</summary>
    /// <exception cref="TrialException">The checkpoint cannot be read, or is of another trial.</exception>
    public void Resume()
    {
        if (keeper?.Resume() is { } last) (epoch, step, secondsBefore) = (last.Epoch, last.Batch, last.EpochSeconds);
        else if (keeper is null && trial.Order.Parent is { } parent) epoch = parent.Epoch + 1;
        trial.MadeBy = session.Describe(trial.MadeBy);
        trial.Started(session.Epochs, epochsDone: epoch - 1);
        foreach (var report in keeper?.Reports ?? []) trial.Report(report);
        began = trial.Time.GetTimestamp();
    }

    /// <summary>Trains to the end, to divergence, or until the node asks to stop.</summary>
    /// <exception cref="TrialException">A checkpoint cannot be written, or the results are impossible.</exception>
    public TrialEnded Run()
    {
        TrialEnded? ended = null;
        while (ended is null && epoch <= session.Epochs && !session.IsDone) ended = RunEpoch();
        keeper?.SaveBest();
        return ended ?? new TrialEnded { Outcome = AttemptOutcome.Completed };
    }

    private TrialEnded? RunEpoch()
    {
        var (steps, tokens) = session.BeginEpoch(epoch);
        if (Train(steps, tokens) is { } early) return early;
        var trainLoss = session.TrainLoss(steps);
        var trainSeconds = Seconds;
        if (Divergence.OfEpoch(trainLoss, session.Classes, epoch, "training") is { } diverged) return Diverged(diverged);
        if (session.Evaluate(GoOnEvaluating) is not { } heldOutLoss) return Stop();
        if (Divergence.OfEpoch(heldOutLoss, session.Classes, epoch, "held-out") is { } worse) return Diverged(worse);
        Finish(session.Metrics(trainLoss, heldOutLoss, tokens / trainSeconds));
        return null;
    }

    private TrialEnded? Train(int steps, long tokens)
    {
        while (trial.Stop is null && session.CatchUp(step))
            trial.Progress(new TrialProgress { Epoch = epoch, Fraction = (double)step / steps });
        while (step < steps)
        {
            if (trial.Stop is not null) return Stop();
            session.Step(step++);
            AfterStep?.Invoke();
            if (trial.SignIsDue && GiveSign(steps, tokens) is { } diverged) return diverged;
        }
        return trial.Stop is null ? null : Stop();
    }

    private TrialEnded? GiveSign(int steps, long tokens)
    {
        var loss = session.TrainLoss(step);
        if (Divergence.OfLoss(loss, epoch) is { } reason) return Diverged(reason);
        var fraction = (double)step / steps;
        trial.Progress(new TrialProgress
        {
            Epoch = epoch,
            Fraction = fraction,
            TokensPerSecond = fraction * tokens / Seconds,
            TrainPerplexity = session.Classes is not null && double.IsFinite(Math.Exp(loss)) ? Math.Exp(loss) : null,
        });
        if (keeper is { IsDueWithinEpoch: true }) Save();
        return null;
    }

    private bool GoOnEvaluating()
    {
        trial.Progress(new TrialProgress { Epoch = epoch, Fraction = 1 });
        return trial.Stop is null;
    }

    private void Finish(IReadOnlyDictionary<string, double> metrics)
    {
        var report = new TrialReport { Epoch = epoch, Metrics = metrics, Seconds = Seconds };
        keeper?.Add(report);
        session.EndEpoch();
        (epoch, step, secondsBefore, began) = (epoch + 1, 0, 0, trial.Time.GetTimestamp());
        // Checkpoint first, report second: what the ledger knows should not have to be trained again.
        var isKept = keeper?.Keeps(report.Epoch) == true;
        if (isKept) keeper!.Keep(report.Epoch);
        // Who has kept an epoch goes on from there at least, so that it needs its parent's no more.
        if (isKept || keeper is { IsDueAfterEpoch: true }) Save();
        trial.Report(report);
    }

    private TrialEnded Stop()
    {
        var answer = trial.StopAnswer();
        if (trial.Stop!.GoesOnLater) Save();
        return answer;
    }

    private void Save() => keeper?.Save(epoch, step, Seconds);

    private static TrialEnded Diverged(string reason) => new() { Outcome = AttemptOutcome.Diverged, Reason = reason };
}

/// <summary>Runs an experiment that trains in sessions.</summary>
/// <param name="open">Makes the session of a trial, on the calling thread; may take long.</param>
public sealed class SessionRunner(Func<TrialContext, ITrainingSession> open) : ITrialRunner
{
    /// <summary>Called after each training step, for tests that interrupt at a chosen one; null = nobody.</summary>
    internal Action? AfterStep { get; init; }

    /// <inheritdoc />
    public TrialEnded Run(TrialContext trial)
    {
        using var signs = trial.SignsOfLife();
        using var session = Open(trial);
        if (session is null) return trial.StopAnswer();
        var loop = new TrainingLoop(trial, session) { AfterStep = AfterStep };
        loop.Resume();
        signs.Dispose(); // From here on only real steps count.
        return loop.Run();
    }

    /// <summary>The session; null when the node asked to stop before it was there.</summary>
    private ITrainingSession? Open(TrialContext trial)
    {
        try
        {
            return open(trial);
        }
        catch (OperationCanceledException) when (trial.Stop is not null)
        {
            return null;
        }
    }
}
