using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

/// <summary>A worker that somebody outside asked to leave (SIGTERM): its trial is handed back, and no order is lost on it.</summary>
public sealed class LeavingWorkerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WorkerLife life = new(new WorkerSettings { Folders = new SweepFolders("/checkpoints") });
    private readonly List<WorkerEffect> effects = [];

    [Fact]
    public void After_preempted_the_process_is_not_used_again()
    {
        Begin(0, process: 1);
        Hear(1, new TrialEnded { Outcome = AttemptOutcome.Preempted, Reason = "SIGTERM" });
        Assert.Contains(new KillWorker(1), Taken());

        life.Run(Orders.For(1), Now, effects);

        Assert.Equal([new LaunchWorker(2)], Taken());
    }

    [Fact]
    public void Order_that_a_leaving_worker_did_not_take_goes_to_the_next_process()
    {
        Begin(0, process: 1);

        life.Exited(1, new WorkerExit(0), "", Now, effects);
        Assert.Equal([new LaunchWorker(2)], Taken());
        Hear(2, new WorkerReady { Protocol = WorkerProtocol.Version });

        Assert.Equal(0,
            Assert.IsType<StartTrial>(WorkerProtocol.ReadCommand(Assert.IsType<SendToWorker>(Assert.Single(Taken())).Line)).Trial);
    }

    [Fact]
    public void Worker_that_leaves_without_a_word_twice_has_crashed()
    {
        Begin(0, process: 1);
        life.Exited(1, new WorkerExit(0), "", Now, effects);
        Hear(2, new WorkerReady { Protocol = WorkerProtocol.Version });
        Taken();

        life.Exited(2, new WorkerExit(0), "", Now, effects);

        Assert.Equal(AttemptOutcome.Crashed, End());
    }

    [Fact]
    public void Worker_that_took_the_order_and_leaves_has_crashed()
    {
        Begin(0, process: 1);
        Hear(1, new TrialStarted { Epochs = 1 });
        Taken();

        life.Exited(1, new WorkerExit(0), "", Now, effects);

        Assert.Equal(AttemptOutcome.Crashed, End());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Worker_that_SIGTERM_ended_was_preempted(bool ready)
    {
        if (ready) Begin(0, process: 1);
        else life.Run(Orders.For(0), Now, effects);
        Taken();

        life.Exited(1, new WorkerExit(128 + 15), "", Now, effects);

        Assert.Equal(AttemptOutcome.Preempted, End());
    }

    private void Begin(int trial, int process)
    {
        life.Run(Orders.For(trial), Now, effects);
        Hear(process, new WorkerReady { Protocol = WorkerProtocol.Version });
        Taken();
    }

    private void Hear(int process, TrialEvent message) => life.Line(process, WorkerProtocol.Write(message), "", Now, effects);

    private AttemptOutcome End() => Assert.IsType<TrialEnded>(Assert.Single(Taken().OfType<EmitEvent>()).Event).Outcome;

    private List<WorkerEffect> Taken()
    {
        List<WorkerEffect> taken = [.. effects];
        effects.Clear();
        return taken;
    }
}
