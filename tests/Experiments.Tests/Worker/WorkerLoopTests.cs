using Sweep.Contracts;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>The worker's side of docs/worker-protocol.md.</summary>
public sealed class WorkerLoopTests
{
    [Fact]
    public void First_line_is_ready_with_the_protocol_version()
    {
        using var worker = new WorkerHarness();

        Assert.Equal(1, worker.Next<WorkerReady>().Protocol);
    }

    [Fact]
    public void A_trial_is_started_reported_and_ended_in_order()
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();

        worker.Send(WorkerHarness.Order("noop", """{"epochs": 3}"""));
        var events = worker.UntilEnded();

        Assert.Equal(3, Assert.IsType<TrialStarted>(events[0]).Epochs);
        Assert.Equal([1, 2, 3], events.OfType<TrialReport>().Select(r => r.Epoch));
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        Assert.All(events, e => Assert.Equal("s/0#1", e.Trial));
    }

    [Fact]
    public void A_warm_worker_runs_one_trial_after_the_other_with_equal_results()
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();

        worker.Send(WorkerHarness.Order("noop", """{"x": 0.1}""", seed: 7));
        var first = worker.UntilEnded();
        worker.Send(WorkerHarness.Order("noop", """{"fail": "error"}"""));
        worker.UntilEnded();
        worker.Send(WorkerHarness.Order("noop", """{"x": 0.1}""", seed: 7));
        var third = worker.UntilEnded();

        Assert.Equal(Losses(first), Losses(third));
        Assert.Equal(5, Losses(first).Length);
    }

    [Theory]
    [InlineData(AttemptOutcome.Stopped)]
    [InlineData(AttemptOutcome.Cancelled)]
    [InlineData(AttemptOutcome.Interrupted)]
    [InlineData(AttemptOutcome.Preempted)]
    public void Stop_ends_the_running_trial_with_the_wished_outcome_and_reason(AttemptOutcome outcome)
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();
        worker.Send(WorkerHarness.Order("noop", """{"epoch_seconds": 3600}"""));
        worker.Next<TrialStarted>();

        worker.Send(new StopTrial { Outcome = outcome, Reason = "because" });
        var ended = Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]);

        Assert.Equal((outcome, "because"), (ended.Outcome, ended.Reason));
    }

    [Fact]
    public void Stop_ends_what_a_trial_waits_for_before_its_first_step()
    {
        using var worker = new WorkerHarness(("waits", new SessionRunner(trial =>
        {
            trial.Stopping.WaitHandle.WaitOne();
            throw new OperationCanceledException(trial.Stopping);
        })));
        worker.Next<WorkerReady>();

        worker.Send(WorkerHarness.Order("waits"));
        worker.Send(new StopTrial { Outcome = AttemptOutcome.Cancelled, Reason = "because" });
        var ended = Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]);

        Assert.Equal((AttemptOutcome.Cancelled, "because"), (ended.Outcome, ended.Reason));
    }

    [Fact]
    public void Stop_for_an_idle_worker_does_not_touch_the_next_trial()
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();

        worker.Send(new StopTrial { Outcome = AttemptOutcome.Cancelled });
        worker.Send(WorkerHarness.Order("noop"));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]).Outcome);
    }

    [Fact]
    public void Closed_input_lets_an_idle_worker_leave_with_code_0()
    {
        using var worker = new WorkerHarness();
        worker.Next<WorkerReady>();

        worker.CloseInput();
        worker.WaitForExit();

        Assert.Equal(0, worker.ExitCode);
        Assert.False(worker.Died.IsSet);
    }

    [Fact]
    public void Closed_input_kills_a_worker_in_the_middle_of_a_trial_that_ignores_everything()
    {
        var busy = new StubbornRunner();
        using var worker = new WorkerHarness(("busy", busy));
        worker.Next<WorkerReady>();
        worker.Send(WorkerHarness.Order("busy"));
        worker.Next<TrialStarted>();

        worker.CloseInput();

        Assert.True(worker.Died.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "the worker outlived its node");
        busy.Release.Set();
    }

    [Fact]
    public void Terminate_hands_the_trial_back_and_ends_the_worker()
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();
        worker.Send(WorkerHarness.Order("noop", """{"epoch_seconds": 3600}"""));
        worker.Next<TrialStarted>();

        worker.Terminate();
        worker.Terminate();

        Assert.Equal(AttemptOutcome.Preempted, Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]).Outcome);
        worker.WaitForExit();
    }

    [Fact]
    public void A_line_that_is_no_command_ends_the_worker_with_a_message_and_code_2()
    {
        using var worker = new WorkerHarness();
        worker.Next<WorkerReady>();

        worker.SendLine("hello");
        worker.WaitForExit();

        Assert.Equal(2, worker.ExitCode);
        Assert.Contains("not a command of worker protocol 1", worker.Log.ToString());
    }

    [Fact]
    public void Unknown_keys_of_a_newer_node_are_ignored()
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();

        var line = WorkerProtocol.Write(WorkerHarness.Order("noop"));
        worker.SendLine(line.Insert(line.Length - 1, ",\"news\":{\"a\":[1]}"));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]).Outcome);
    }

    [Fact]
    public void Another_protocol_version_is_refused_with_both_numbers()
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();

        worker.Send(WorkerHarness.Order("noop") with { Protocol = 9 });
        var ended = Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]);

        Assert.Equal(AttemptOutcome.Error, ended.Outcome);
        Assert.Contains("protocol 9, this worker 1", ended.Reason);
    }

    [Fact]
    public void An_unknown_experiment_is_bad_input_that_names_the_known_ones()
    {
        using var worker = new WorkerHarness(("noop", new SessionRunner(trial => new NoopSession(trial))));
        worker.Next<WorkerReady>();

        worker.Send(WorkerHarness.Order("nop"));
        var ended = Assert.IsType<TrialEnded>(worker.UntilEnded()[^1]);

        Assert.Equal(AttemptOutcome.BadInput, ended.Outcome);
        Assert.Contains("'nop', only noop", ended.Reason);
    }

    private static double[] Losses(List<TrialEvent> events) => [.. events.OfType<TrialReport>().Select(r => r.Metrics["loss"])];

    private sealed class StubbornRunner : ITrialRunner
    {
        public ManualResetEventSlim Release { get; } = new();

        public TrialEnded Run(TrialContext trial)
        {
            trial.Started(1);
            Release.Wait(TestContext.Current.CancellationToken);
            return new TrialEnded { Outcome = AttemptOutcome.Completed };
        }
    }
}
