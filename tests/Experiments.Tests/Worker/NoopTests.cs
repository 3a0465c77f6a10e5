using Sweep.Contracts;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>The noop experiment: a formula, and failures on demand.</summary>
public sealed class NoopTests
{
    [Fact]
    public void Loss_follows_the_documented_formula()
    {
        var reports = Run("""{"epochs": 2, "value": 2, "x": 0.8, "y": 0.3, "lr": 1, "spread": 0}""").OfType<TrialReport>().ToList();

        // 2 + 0.25 + 0.25 + 0.1 + exp(-epoch)
        Assert.Equal(2.6 + 0.36787944117144233, reports[0].Metrics["loss"], 12);
        Assert.Equal(2.6 + 0.1353352832366127, reports[1].Metrics["loss"], 12);
        Assert.Equal(-reports[1].Metrics["loss"], reports[1].Metrics["score"]);
    }

    [Fact]
    public void Spread_is_the_standard_deviation_over_seeds()
    {
        using var worker = Ready();
        var losses = new List<double>();
        for (var seed = 0; seed < 400; seed++)
        {
            worker.Send(WorkerHarness.Order("noop", """{"epochs": 1, "spread": 2, "x": 0.3, "y": -0.2}""", seed));
            losses.Add(worker.UntilEnded().OfType<TrialReport>().Single().Metrics["loss"]);
        }

        var mean = losses.Average();
        var deviation = Math.Sqrt(losses.Sum(l => (l - mean) * (l - mean)) / (losses.Count - 1));
        Assert.InRange(mean, 0.368 - 0.3, 0.368 + 0.3);       // three standard errors of 2 / sqrt(400)
        Assert.InRange(deviation, 2 - 0.22, 2 + 0.22);        // three standard errors of 2 / sqrt(800)
    }

    [Theory]
    [InlineData("error", AttemptOutcome.Error)]
    [InlineData("diverge", AttemptOutcome.Diverged)]
    [InlineData("memory", AttemptOutcome.OutOfMemory)]
    public void Fails_in_the_wished_epoch_after_the_reports_before_it(string failure, AttemptOutcome outcome)
    {
        var events = Run($$"""{"fail": "{{failure}}", "fail_epoch": 3}""");

        Assert.Equal([1, 2], events.OfType<TrialReport>().Select(r => r.Epoch));
        var ended = Assert.IsType<TrialEnded>(events[^1]);
        Assert.Equal(outcome, ended.Outcome);
        Assert.NotNull(ended.Reason);
    }

    [Fact]
    public void Later_attempts_succeed_after_fail_attempts()
    {
        const string config = """{"fail": "error", "fail_attempts": 2}""";

        Assert.Equal(AttemptOutcome.Error, Assert.IsType<TrialEnded>(Run(config, attempt: 2)[^1]).Outcome);
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(Run(config, attempt: 3)[^1]).Outcome);
    }

    [Theory]
    [InlineData("""{"epoch": 3}""", "unknown parameter 'epoch'; known are epoch_seconds, epochs,")]
    [InlineData("""{"epochs": 0}""", "epochs must be a whole number of at least 1 and of at most 100000, found 0")]
    [InlineData("""{"epochs": 1.5}""", "epochs must be a whole number, found 1.5")]
    [InlineData("""{"lr": 0}""", "lr must be a number above 0, found 0")]
    [InlineData("""{"x": "left"}""", "x must be a number, found left")]
    [InlineData("""{"fail": "often"}""", "fail must be one of none, crash, hang, error, diverge, memory, native-abort, found often")]
    public void A_configuration_that_can_never_run_is_bad_input(string config, string message)
    {
        var ended = Assert.IsType<TrialEnded>(Assert.Single(Run(config)));

        Assert.Equal(AttemptOutcome.BadInput, ended.Outcome);
        Assert.Contains(message, ended.Reason);
    }

    private static List<TrialEvent> Run(string config, long seed = 1, int attempt = 1)
    {
        using var worker = Ready();
        worker.Send(WorkerHarness.Order("noop", config, seed, attempt));
        return worker.UntilEnded();
    }

    private static WorkerHarness Ready()
    {
        var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();
        return worker;
    }
}
