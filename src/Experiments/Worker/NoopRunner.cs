using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Worker;

/// <summary>Runs the <c>noop</c> experiment. Keeps no checkpoint: a repeated attempt computes the same numbers again.</summary>
public sealed class NoopRunner : ITrialRunner
{
    /// <summary>Name of the experiment.</summary>
    public const string Experiment = "noop";

    /// <summary>Exit code of the process after <c>fail: crash</c>.</summary>
    public const int RehearsedExitCode = 70;

    /// <inheritdoc />
    public TrialEnded Run(TrialContext trial)
    {
        var options = NoopOptions.From(new ConfigValues(NoopOptions.Parameters, trial.Order.Config));
        var noise = options.Spread * new SeededRandom(trial.Order.Seed).NextGaussian();
        trial.Started(options.Epochs);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            var began = trial.Time.GetTimestamp();
            if (epoch == options.FailEpoch && trial.Order.Attempt <= options.FailAttempts && Fail(trial, options.Fail) is { } ended) return ended;
            if (Wait(trial, epoch, options.EpochSeconds)) return trial.StopAnswer();
            var loss = Loss(options, epoch) + noise;
            trial.Report(new TrialReport
            {
                Epoch = epoch,
                Metrics = new Dictionary<string, double> { ["loss"] = loss, ["score"] = -loss },
                Seconds = trial.Time.GetElapsedTime(began).TotalSeconds,
            });
        }
        return new TrialEnded { Outcome = AttemptOutcome.Completed };
    }

    private static double Loss(NoopOptions o, int epoch)
    {
        var decades = Math.Log10(o.Lr / 0.1);
        return o.Value + (o.X - 0.3) * (o.X - 0.3) + (o.Y + 0.2) * (o.Y + 0.2) + 0.1 * decades * decades + Math.Exp(-epoch);
    }

    private static bool Wait(TrialContext trial, int epoch, double seconds)
    {
        for (var left = seconds; left > 0 && trial.Stop is null; left--)
        {
            trial.WaitForStop(TimeSpan.FromSeconds(Math.Min(left, 1)));
            trial.Progress(new TrialProgress { Epoch = epoch, Fraction = Math.Clamp(1 - (left - 1) / seconds, 0, 1) });
        }
        return trial.Stop is not null;
    }

    private static TrialEnded? Fail(TrialContext trial, NoopFailure failure)
    {
        // What was reported before a real failure has long been written; here it happened a microsecond ago.
        if (failure != NoopFailure.None) trial.Flush();
        switch (failure)
        {
            case NoopFailure.Crash:
                AbruptExit.WithCode(RehearsedExitCode);
                return null;
            case NoopFailure.NativeAbort:
                Environment.FailFast("rehearsal of a native abort (fail: native-abort)");
                return null;
            case NoopFailure.Hang:
                using (var never = new ManualResetEventSlim()) never.Wait();
                return null;
            case NoopFailure.Memory:
                throw new InsufficientMemoryException("rehearsal of memory running out (fail: memory)");
            case NoopFailure.Error:
                throw new TrialException(AttemptOutcome.Error, "rehearsal of an error (fail: error); remove the parameter fail to let the trial complete");
            case NoopFailure.Diverge:
                return new TrialEnded { Outcome = AttemptOutcome.Diverged, Reason = "rehearsal of a diverging loss (fail: diverge)" };
            default:
                return null;
        }
    }
}
