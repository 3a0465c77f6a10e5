using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

/// <content>Workers that hang, lie, die or are told to stop.</content>
public sealed partial class WorkerLifeTests
{
    [Fact]
    public void An_attempt_that_runs_longer_than_its_timeout_is_told_to_stop_and_then_killed()
    {
        life.Run(Orders.For(0) with { Timeout = TimeSpan.FromMinutes(90) }, now, effects);
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });
        Taken();
        for (var minute = 1; minute <= 90; minute++)
        {
            now = Start + TimeSpan.FromMinutes(minute);
            if (minute < 90) Hear(1, new TrialProgress { Epoch = 1 });
            Assert.True(minute < 90 || Taken().All(effect => effect is EmitEvent));
            life.Tick("", now, effects);
        }

        var stop = Assert.IsType<StopTrial>(WorkerProtocol.ReadCommand(Assert.IsType<SendToWorker>(Assert.Single(Taken())).Line));
        Assert.Equal((AttemptOutcome.Stopped, "its timeout of 1h30m is over"), (stop.Outcome, stop.Reason));
        now += Settings.StopLimit;
        life.Tick("", now, effects);
        Assert.Contains(Taken(), effect => effect is KillWorker);
    }

    [Fact]
    public void Silence_beyond_the_limit_is_a_hang()
    {
        Begin(0);
        Wait(299);
        Hear(1, new TrialProgress { Epoch = 1 });
        Wait(299);
        Taken();

        Wait(2);

        Assert.Equal(new KillWorker(1), effects[0]);
        Assert.Equal((AttemptOutcome.Hung, "no sign of life for 300 s; the worker was killed (--hang-limit sets the limit)"), End());
    }

    [Fact]
    public void A_worker_that_never_says_ready_is_a_crash_with_its_stderr()
    {
        Run(0);

        now += TimeSpan.FromSeconds(61);
        life.Tick("loading...", now, effects);

        Assert.Equal((AttemptOutcome.Crashed, "the worker did not say ready within 60 s"), End());
        Assert.Equal("loading...", Ended().StderrTail);
    }

    [Fact]
    public void Another_protocol_version_is_refused()
    {
        Run(0);

        Hear(1, new WorkerReady { Protocol = 99 });

        var (outcome, reason) = End();
        Assert.Equal(AttemptOutcome.Error, outcome);
        Assert.Contains("version 99", reason);
        Assert.Contains(effects, e => e is KillWorker);
    }

    [Theory]
    [InlineData("Segmentation fault")]
    [InlineData("{\"type\":\"party\"}")]
    [InlineData("{\"type\":\"report\",\"epoch\":")]
    public void Garbage_is_a_crash_that_quotes_the_line(string line)
    {
        Begin(0);
        Taken();

        life.Line(1, line, "", now, effects);

        var (outcome, reason) = End();
        Assert.Equal(AttemptOutcome.Crashed, outcome);
        Assert.Contains(line, reason);
        Assert.Contains(effects, e => e is KillWorker);
    }

    [Theory]
    [InlineData("epoch must be at least 1, found 0", 0, 1)]
    [InlineData("epoch must be from 1 to 3, found 1000000000", 1_000_000_000, 1)]
    [InlineData("seconds must be from 0 to 1000000000, found -1E+308", 1, -1e308)]
    public void A_worker_of_another_build_is_not_believed(string problem, int epoch, double seconds)
    {
        Begin(0);
        Hear(1, new TrialStarted { Epochs = 3 });
        Taken();

        var report = new TrialReport { Epoch = epoch, Seconds = seconds, Metrics = new Dictionary<string, double> { ["loss"] = 1 } };
        Hear(1, report);

        Assert.Equal(new KillWorker(1), effects[0]);
        Assert.Equal((AttemptOutcome.Crashed,
            $"the worker wrote a line that is no message of the worker protocol ({problem}): {WorkerProtocol.Write(report)}"), End());
    }

    [Fact]
    public void An_event_may_name_its_trial_and_one_of_another_attempt_is_not_believed()
    {
        Begin(0);
        var started = new TrialStarted { Epochs = 3, Trial = "cells/0#1" };

        Hear(1, started);
        Assert.Equal(new EmitEvent(new TrialRef("cells", 0, 1), started), Assert.Single(Taken()));
        Hear(1, Completed() with { Trial = "cells/0#2" });

        Assert.Equal(AttemptOutcome.Crashed, End().Outcome);
        Assert.Contains("it is not about cells/0#1, which the worker runs", End().Reason);
    }

    [Fact]
    public void An_empty_line_is_nothing()
    {
        Begin(0);
        Taken();

        life.Line(1, " ", "", now, effects);

        Assert.Empty(effects);
    }

    [Theory]
    [InlineData(139, "", AttemptOutcome.Crashed, "the worker was ended by SIGSEGV in the middle of the trial")]
    [InlineData(134, "", AttemptOutcome.Crashed, "the worker was ended by SIGABRT in the middle of the trial")]
    [InlineData(3, "", AttemptOutcome.Crashed, "the worker exited with code 3 in the middle of the trial")]
    [InlineData(0, "", AttemptOutcome.Crashed, "the worker exited with code 0 in the middle of the trial")]
    [InlineData(137, "", AttemptOutcome.OutOfMemory, "the worker was ended by SIGKILL; most likely the kernel ended it for lack of memory")]
    [InlineData(134, "DefaultCPUAllocator: can't allocate memory", AttemptOutcome.OutOfMemory,
        "the worker ran out of memory and was ended by SIGABRT")]
    public void The_death_of_a_worker_is_explained(int code, string stderr, AttemptOutcome outcome, string reason)
    {
        Begin(0);
        Hear(1, new TrialStarted { Epochs = 1 });
        Taken();

        life.Exited(1, new WorkerExit(code), stderr, now, effects);

        Assert.Equal((outcome, reason), End());
    }

    [Fact]
    public void An_error_that_speaks_of_memory_is_out_of_memory_and_the_worker_is_replaced()
    {
        Begin(0);

        Hear(1, new TrialEnded { Outcome = AttemptOutcome.Error, Reason = "CUDA out of memory. Tried to allocate 2.00 GiB" });

        Assert.Equal(AttemptOutcome.OutOfMemory, Ended().Outcome);
        Assert.Contains(effects, e => e is KillWorker);
    }

    [Fact]
    public void After_a_death_the_next_trial_gets_a_new_worker_and_words_of_the_old_one_are_ignored()
    {
        Begin(0);
        life.Exited(1, new WorkerExit(1), "", now, effects);
        Taken();

        Run(1);
        Assert.Equal([new LaunchWorker(2)], Taken());
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });
        life.Exited(1, new WorkerExit(1), "", now, effects);

        Assert.Empty(effects);
    }

    [Fact]
    public void Stop_is_sent_once_and_enforced_with_the_wanted_outcome()
    {
        Begin(0);
        Taken();

        Stop(AttemptOutcome.Interrupted);
        Stop(AttemptOutcome.Interrupted);
        Assert.IsType<SendToWorker>(Assert.Single(Taken()));
        Hear(1, new TrialProgress());
        Wait(11);

        Assert.Contains(effects, e => e is KillWorker);
        Assert.Equal((AttemptOutcome.Interrupted, "please (killed: it did not end within 10 s)"), End());
    }

    [Fact]
    public void Stop_before_the_worker_is_ready_ends_the_trial_and_keeps_the_worker()
    {
        Run(0);
        Taken();

        Stop(AttemptOutcome.Cancelled);
        Assert.Equal((AttemptOutcome.Cancelled, "please"), End());
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });
        Taken();

        Run(1);
        Assert.IsType<SendToWorker>(Assert.Single(effects));
    }

    [Fact]
    public void Stop_of_another_attempt_changes_nothing()
    {
        Begin(0);
        Taken();

        life.Stop(new TrialRef("cells", 0, 2), AttemptOutcome.Cancelled, null, now, effects);

        Assert.Empty(effects);
    }

    [Fact]
    public void A_worker_that_ran_a_program_goes_with_everything_the_program_started()
    {
        life.Run(Orders.For(0, 1, "train.sh"), now, effects);
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });
        Taken();

        Hear(1, Completed());

        Assert.Equal(new KillWorker(1), effects[0]);
    }

    [Fact]
    public void Time_in_which_nobody_takes_its_reports_counts_for_its_timeout_and_not_as_silence()
    {
        life.Run(Orders.For(0) with { Timeout = TimeSpan.FromMinutes(20) }, now, effects);
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });
        Taken();

        for (var minute = 1; minute < 20; minute++)
        {
            now += TimeSpan.FromMinutes(1);
            life.ExcuseSilence(TimeSpan.FromMinutes(1));
            life.Tick("", now, effects);
            Assert.Empty(effects);
        }

        now += TimeSpan.FromMinutes(1);
        life.ExcuseSilence(TimeSpan.FromMinutes(1));
        life.Tick("", now, effects);
        Assert.IsType<SendToWorker>(Assert.Single(Taken()));
    }
}
