using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Noop;

/// <summary>One trial of the <c>noop</c> experiment. Keeps no checkpoint: a repeated attempt computes the same numbers again.</summary>
public sealed class NoopSession : ITrainingSession
{
    private const int RehearsedExitCode = 70;

    private readonly TrialContext trial;
    private readonly NoopLoss formula;
    private readonly double epochSeconds;
    private readonly NoopFailure failure;
    private readonly int failEpoch;
    private double loss;

    /// <param name="trial">The attempt.</param>
    /// <exception cref="TrialException">The configuration cannot be run.</exception>
    public NoopSession(TrialContext trial)
    {
        this.trial = trial;
        var config = new ConfigValues(NoopDefinition.Definitions, trial.Order.Config);
        formula = new NoopLoss(config);
        (Epochs, epochSeconds) = (config.Integer("epochs"), config.Real("epoch_seconds"));
        failure = config.Choice<NoopFailure>("fail");
        failEpoch = trial.Order.Attempt <= config.Integer("fail_attempts") ? config.Integer("fail_epoch") : int.MaxValue;
    }

    /// <inheritdoc />
    public int Epochs { get; }

    /// <inheritdoc />
    public (int Steps, long Tokens) BeginEpoch(int epoch)
    {
        loss = formula.At(epoch, trial.Order.Seed);
        if (epoch == failEpoch && failure != NoopFailure.None) Fail();
        return ((int)Math.Ceiling(epochSeconds), 0);
    }

    /// <summary>Waits for a second, or for the rest of the epoch's.</summary>
    public void Step(int step) => trial.WaitForStop(TimeSpan.FromSeconds(Math.Min(epochSeconds - step, 1)));

    /// <inheritdoc />
    public double TrainLoss(int steps) => loss;

    /// <inheritdoc />
    public double? Evaluate(Func<bool> goOn) => loss;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond) =>
        new Dictionary<string, double> { ["loss"] = heldOutLoss, ["score"] = -heldOutLoss };

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void Fail()
    {
        // What was reported before a real failure has long been written; here it happened a microsecond ago.
        trial.Flush();
        switch (failure)
        {
            case NoopFailure.Crash:
                ProcessEnd.WithCode(RehearsedExitCode);
                break;
            case NoopFailure.NativeAbort:
                Environment.FailFast("rehearsal of a native abort (fail: native-abort)");
                break;
            case NoopFailure.Hang:
                using (var never = new ManualResetEventSlim()) never.Wait();
                break;
            case NoopFailure.Memory:
                throw new InsufficientMemoryException("rehearsal of memory running out (fail: memory)");
            case NoopFailure.Error:
                throw new TrialException(
                    AttemptOutcome.Error, "rehearsal of an error (fail: error); remove the parameter fail to let the trial complete");
            case NoopFailure.Diverge:
                loss = double.NaN;
                break;
        }
    }
}
