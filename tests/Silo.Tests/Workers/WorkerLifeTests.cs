using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

public sealed partial class WorkerLifeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly WorkerSettings Settings = new()
    {
        Folders = new SweepFolders("/checkpoints"),
        ReadyLimit = TimeSpan.FromSeconds(60),
        HangLimit = TimeSpan.FromSeconds(300),
        StopLimit = TimeSpan.FromSeconds(10),
    };

    private readonly WorkerLife life = new(Settings);
    private readonly List<WorkerEffect> effects = [];
    private DateTimeOffset now = Start;

    [Fact]
    public void The_first_trial_launches_a_worker_and_is_sent_when_it_is_ready()
    {
        Assert.True(Run(0));
        Assert.Equal([new LaunchWorker(1)], Taken());

        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });

        var start = Assert.IsType<StartTrial>(WorkerProtocol.ReadCommand(Assert.IsType<SendToWorker>(Assert.Single(Taken())).Line));
        Assert.Equal(("cells", 0, 1, 42L, "loss"), (start.Sweep, start.Trial, start.Attempt, start.Seed, start.Metric));
        Assert.Equal("090b5e7e", start.CorpusSha256);
    }

    [Fact]
    public void A_worker_that_was_started_ahead_takes_the_first_trial()
    {
        Prepare();
        Assert.Equal([new LaunchWorker(1)], Taken());
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });
        Prepare();
        Assert.Empty(Taken());

        Run(0);

        Assert.IsType<SendToWorker>(Assert.Single(Taken()));
    }

    [Fact]
    public void A_trial_that_comes_while_a_worker_is_started_ahead_waits_for_it()
    {
        Prepare();
        Taken();

        Run(0);
        Assert.Empty(Taken());
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });

        Assert.IsType<SendToWorker>(Assert.Single(Taken()));
    }

    [Fact]
    public void The_death_of_a_worker_that_was_started_ahead_costs_no_trial()
    {
        Prepare();
        life.Exited(1, new WorkerExit(1), "", now, effects);
        Assert.Equal([new LaunchWorker(1)], Taken());

        Run(0);

        Assert.Equal([new LaunchWorker(2)], Taken());
    }

    [Fact]
    public void The_worker_stays_warm_for_the_next_trial()
    {
        Begin(0);
        Hear(1, Completed());
        Taken();

        Run(1);

        Assert.IsType<SendToWorker>(Assert.Single(Taken()));
    }

    [Fact]
    public void A_worker_without_a_trial_for_long_ends_and_the_next_trial_gets_a_new_one()
    {
        Begin(0);
        Hear(1, Completed());
        Taken();

        Wait(59);
        Assert.Empty(effects);
        Wait(1);
        Assert.Equal([new KillWorker(1)], Taken());

        Run(1);
        Assert.Equal([new LaunchWorker(2)], Taken());
    }

    [Fact]
    public void A_worker_is_dismissed_only_while_it_has_no_trial()
    {
        Begin(0);
        life.Dismiss(effects);
        Assert.Empty(effects);
        Hear(1, Completed());
        Taken();

        life.Dismiss(effects);
        life.Dismiss(effects);

        Assert.Equal([new KillWorker(1)], effects);
    }

    [Fact]
    public void The_same_attempt_again_is_harmless_also_after_its_end()
    {
        Begin(0);
        Assert.True(Run(0));
        Hear(1, Completed());
        Taken();

        Assert.True(Run(0));
        Assert.Empty(Taken());
        Assert.Null(life.Current);
    }

    [Fact]
    public void A_busy_slot_takes_no_other_attempt()
    {
        Begin(0);

        Assert.False(Run(1));
        Assert.False(life.Run(Orders.For(0, attempt: 2), now, effects));
    }

    [Fact]
    public void Events_are_passed_on_in_order_with_their_attempt()
    {
        Begin(0);

        Hear(1, new TrialStarted { Epochs = 2 });
        Hear(1, new TrialReport { Epoch = 1, Metrics = new Dictionary<string, double> { ["loss"] = 1 } });
        Hear(1, Completed());

        var emitted = Taken().Cast<EmitEvent>().ToList();
        Assert.All(emitted, e => Assert.Equal(new TrialRef("cells", 0, 1), e.Trial));
        Assert.Equal([typeof(TrialStarted), typeof(TrialReport), typeof(TrialEnded)], emitted.Select(e => e.Event.GetType()));
    }

    private bool Run(int trial) => life.Run(Orders.For(trial), now, effects);

    private void Prepare() => life.Prepare(now, effects);

    private void Begin(int trial)
    {
        Run(trial);
        Hear(1, new WorkerReady { Protocol = WorkerProtocol.Version });
        Taken();
    }

    private void Hear(int process, TrialEvent message) => life.Line(process, WorkerProtocol.Write(message), "", now, effects);

    private void Stop(AttemptOutcome outcome) => life.Stop(new TrialRef("cells", 0, 1), outcome, "please", now, effects);

    private void Wait(int seconds)
    {
        now += TimeSpan.FromSeconds(seconds);
        life.Tick("", now, effects);
    }

    private static TrialEnded Completed() => new() { Outcome = AttemptOutcome.Completed };

    private TrialEnded Ended() => effects.OfType<EmitEvent>().Select(e => e.Event).OfType<TrialEnded>().Single();

    private (AttemptOutcome Outcome, string? Reason) End() => (Ended().Outcome, Ended().Reason);

    private List<WorkerEffect> Taken()
    {
        List<WorkerEffect> taken = [.. effects];
        effects.Clear();
        return taken;
    }
}
