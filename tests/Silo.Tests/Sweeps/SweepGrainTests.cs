using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using static Sweep.Silo.Tests.Sweeps.TrialScripts;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>The coordinator behind its grain, on one silo, with scripted slots.</summary>
public sealed class SweepGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_trial_runs_once_and_is_recorded()
    {
        await using var cluster = await FakeCluster.Start(slotsPerNode: 2);
        cluster.Script = _ => Completing();

        await cluster.StartSweep("cells", trials: 20);
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Null(end.Failure);
        Assert.Equal(Enumerable.Range(0, 20), cluster.Host.Taken.Select(t => t.Order.Trial.Trial).Order());
        Assert.All(await cluster.Ledger.ListTrials("cells"), t =>
            Assert.Equal((TrialStatus.Completed, 1, 2), (t.Status, t.Attempts, t.EpochsDone)));
        Assert.Equal(SweepStatus.Finished, (await cluster.Ledger.FindSweep("cells"))!.Status);
    }

    [Fact]
    public async Task The_end_of_a_trial_and_the_start_of_the_next_are_one_transaction()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = _ => Completing();

        await cluster.StartSweep("cells", trials: 50);
        await Wait.UntilOver(cluster.Grains, "cells");

        // 50 starts, 100 reports and 50 ends; the first start stands alone, and no end needs a commit apart from the next start's.
        Assert.Equal(200, cluster.Ledger.Accepted.Count);
        Assert.InRange(cluster.Ledger.Commits, 51, 51 + 100);
    }

    [Fact]
    public async Task Reading_events_again_changes_nothing()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = _ => Completing();
        cluster.Host.RepeatsItself = true;

        await cluster.StartSweep("cells", trials: 5);
        await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(5 * 4, cluster.Ledger.Accepted.Count);
    }

    [Fact]
    public async Task A_crash_is_retried_and_its_reason_and_stderr_are_kept()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = order => order.Trial.Attempt < 3 ? [Crash(order.Trial.Attempt)] : Completing();

        await cluster.StartSweep("cells", trials: 1);
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(1, end.Counts[TrialStatus.Completed]);
        Assert.Equal(2, end.Notices.Count);
        var attempts = await cluster.Ledger.ListAttempts("cells");
        Assert.Equal([AttemptOutcome.Crashed, AttemptOutcome.Crashed, AttemptOutcome.Completed], attempts.Select(a => a.Outcome!.Value));
        Assert.Equal(("crash 1", "stderr 1"), (attempts[0].Reason, attempts[0].StderrTail));
    }

    [Fact]
    public async Task A_trial_whose_retries_are_used_up_fails_and_the_sweep_goes_on()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = order => order.Trial.Trial == 0 ? [Crash(order.Trial.Attempt)] : Completing();

        await cluster.StartSweep("cells", trials: 3, retries: 1);
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal((1, 2), (end.Counts[TrialStatus.Failed], end.Counts[TrialStatus.Completed]));
        Assert.Equal("crash 2", (await cluster.Ledger.ListTrials("cells"))[0].Reason);
    }

    [Fact]
    public async Task Interrupt_keeps_what_is_planned_and_start_goes_on()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 3);
        await cluster.UntilRunning("cells", 1);

        await cluster.Sweep("cells").Interrupt(None);

        Assert.True((await cluster.Sweep("cells").Watch(0, None)).IsOver);
        Assert.Equal(SweepStatus.Interrupted, (await cluster.Ledger.FindSweep("cells"))!.Status);
        Assert.All(await cluster.Ledger.ListTrials("cells"), t => Assert.Equal(TrialStatus.Planned, t.Status));

        cluster.Script = _ => Completing();
        await cluster.StartSweep("cells", trials: 3);
        var end = await Wait.UntilOver(cluster.Grains, "cells");
        Assert.Equal(3, end.Counts[TrialStatus.Completed]);
        Assert.Equal([2, 1, 1], (await cluster.Ledger.ListTrials("cells")).Select(t => t.Attempts));
    }

    [Fact]
    public async Task A_start_right_behind_an_interrupt_is_not_lost()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 3);
        await cluster.UntilRunning("cells", 1);
        using var saved = new ManualResetEventSlim();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Host.BeforeStop = _ =>
        {
            told.TrySetResult();
            saved.Wait();
        };

        var interrupting = cluster.Sweep("cells").Interrupt(None);
        await told.Task;
        var starting = cluster.StartSweep("cells", trials: 3);
        await cluster.Sweep("cells").Watch(-1, None);
        cluster.Script = _ => Completing();
        saved.Set();
        await Task.WhenAll(interrupting, starting);
        await Wait.Until(cluster.Grains, "cells", p => p.Counts[TrialStatus.Completed] == 3, "it went on");

        Assert.Equal([2, 1, 1], (await cluster.Ledger.ListTrials("cells")).Select(t => t.Attempts));
    }

    [Fact]
    public async Task Cancel_ends_everything_for_good()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 3);
        await cluster.UntilRunning("cells", 1);

        await cluster.Sweep("cells").Cancel(None);

        Assert.All(await cluster.Ledger.ListTrials("cells"), t => Assert.Equal(TrialStatus.Cancelled, t.Status));
        Assert.Equal(SweepStatus.Cancelled, (await cluster.Ledger.FindSweep("cells"))!.Status);
        await cluster.StartSweep("cells", trials: 3);
        await Wait.UntilOver(cluster.Grains, "cells");
        Assert.Equal(SweepStatus.Cancelled, (await cluster.Ledger.FindSweep("cells"))!.Status);
    }

    [Fact]
    public async Task Start_again_is_harmless_and_another_file_of_the_same_name_is_refused()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 2);
        await cluster.StartSweep("cells", trials: 2);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => cluster.StartSweep("cells", trials: 1));

        Assert.True(refused.IsInputError);
        Assert.Contains("'cells' is running with what its file said before", refused.Message);
        await cluster.UntilRunning("cells", 1);
        Assert.Single(cluster.Host.Taken);
    }

    [Fact]
    public async Task A_sweep_nobody_knows_is_refused_by_name()
    {
        await using var cluster = await FakeCluster.Start();

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => cluster.Sweep("nobody").Watch(0, None));

        Assert.Contains("no sweep 'nobody'", refused.Message);
    }

    [Fact]
    public async Task A_full_disk_stops_the_trials_and_is_told_and_start_goes_on_afterwards()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 2);
        await cluster.UntilRunning("cells", 1);

        cluster.Ledger.Failure = new LedgerException("cannot write /data/sweep.db: the disk is full; free some space, then resume");
        cluster.Host.Emit(cluster.Slot(0), new TrialReport { Epoch = 1, Metrics = new Dictionary<string, double> { ["loss"] = 1 } });
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Contains("the disk is full", end.Failure);
        Assert.Contains(cluster.Host.Stops, s => s.Outcome == AttemptOutcome.Interrupted);
        cluster.Ledger.Failure = null;
        cluster.Script = _ => Completing();
        await cluster.StartSweep("cells", trials: 2);
        Assert.Equal(2, (await Wait.UntilOver(cluster.Grains, "cells")).Counts[TrialStatus.Completed]);
    }
}
