using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Silo.Contracts;
using Sweep.Silo.Tests.Fakes;
using static Sweep.Silo.Tests.Sweeps.TrialScripts;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>What a sweep does when its coordinator, a node or a slot is lost.</summary>
public sealed class SweepGrainLossTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_coordinator_that_was_fenced_stops_at_once_and_leaves_the_slots_alone()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 2);
        await cluster.UntilRunning("cells", 1);

        await cluster.Ledger.Claim("cells", [new TrialRef("cells", 0, 1)]);
        cluster.Host.Emit(cluster.Slot(0), new TrialReport { Epoch = 1, Metrics = new Dictionary<string, double> { ["loss"] = 1 } });
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Contains("coordinated by another process", end.Failure);
        Assert.Empty(cluster.Host.Stops);
        Assert.Equal(TrialStatus.Running, (await cluster.Ledger.ListTrials("cells"))[0].Status);
    }

    [Fact]
    public async Task A_node_that_restarted_costs_no_retry()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 1, retries: 0);
        await cluster.UntilRunning("cells", 1);

        cluster.Host.Emit(cluster.Slot(0), new TrialStarted { Epochs = 2 });
        cluster.Script = _ => Completing();
        cluster.Host.Restart("2");
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(1, end.Counts[TrialStatus.Completed]);
        Assert.Equal([AttemptOutcome.LostNode, AttemptOutcome.Completed], (await cluster.Ledger.ListAttempts("cells"))
            .Select(a => a.Outcome!.Value));
    }

    [Fact]
    public async Task A_trial_that_ran_on_a_slot_that_is_no_more_is_planned_again()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = _ => Completing();
        var plan = cluster.Plan("cells", trials: 2);
        await cluster.Ledger.CreateSweep(plan.Sweep, plan.Trials);
        var before = await cluster.Ledger.Claim("cells", []);
        foreach (var slot in new[] { cluster.Slot(0, index: 7), "atlantis/cpu/0" })
        {
            var trial = new TrialRef("cells", slot.StartsWith("atlantis", StringComparison.Ordinal) ? 1 : 0, 1);
            await cluster.Ledger.Apply("cells", before, [new AttemptStarted(trial, slot)]);
        }

        await cluster.StartSweep("cells", trials: 2);
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(2, end.Counts[TrialStatus.Completed]);
        Assert.All(await cluster.Ledger.ListTrials("cells"), t => Assert.Equal((2, 0), (t.Attempts, t.Failures)));
        var first = (await cluster.Ledger.ListAttempts("cells")).Where(a => a.Attempt == 1).OrderBy(a => a.Trial);
        Assert.Equal([AttemptOutcome.Interrupted, AttemptOutcome.LostNode], first.Select(a => a.Outcome!.Value));
    }

    [Fact]
    public async Task A_call_to_a_slot_whose_node_is_absent_is_known_to_have_reached_nobody()
    {
        await using var cluster = await FakeCluster.Start();

        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            cluster.Grains.GetGrain<IWorkerGrain>("atlantis/cpu/0").Run(Workers.Orders.For(0), None));

        Assert.True(Sweep.Silo.Placement.SlotPlacementDirector.IsAbsence(error), error.ToString());
    }

    [Fact]
    public async Task A_trial_that_takes_the_coordinator_s_node_with_it_every_time_fails_in_the_end()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = _ => Completing();
        var plan = cluster.Plan("cells", trials: 2, retries: 0);
        await cluster.Ledger.CreateSweep(plan.Sweep, plan.Trials);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var token = await cluster.Ledger.Claim("cells", [], ["atlantis/cpu/0"]);
            await cluster.Ledger.Apply("cells", token, [new AttemptStarted(new TrialRef("cells", 0, attempt), "atlantis/cpu/0")]);
        }

        await cluster.StartSweep("cells", trials: 2, retries: 0);
        await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal([(TrialStatus.Failed, 3, 1), (TrialStatus.Completed, 1, 0)], (await cluster.Ledger.ListTrials("cells"))
            .Select(t => (t.Status, t.Attempts, t.Failures)));
        Assert.Equal(Enumerable.Repeat<AttemptOutcome?>(AttemptOutcome.LostNode, 3), (await cluster.Ledger.ListAttempts("cells", 0))
            .Select(a => a.Outcome));
    }

    [Fact]
    public async Task An_older_attempt_that_still_has_the_slot_is_ended_first()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.Grains.GetGrain<IWorkerGrain>(cluster.Slot(0)).Run(Workers.Orders.For(0, attempt: 9), None);
        cluster.Script = _ => Completing();

        await cluster.StartSweep("cells", trials: 1);
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(1, end.Counts[TrialStatus.Completed]);
        Assert.Contains(cluster.Host.Stops, s => s.Trial == new TrialRef("cells", 0, 9) && s.Outcome == AttemptOutcome.Interrupted);
        Assert.Single(await cluster.Ledger.ListAttempts("cells"));
    }

    [Fact]
    public async Task An_attempt_that_goes_on_after_its_sweep_is_over_is_stopped_and_leaves_the_slot_to_others()
    {
        var clock = new AdvancedClock();
        await using var cluster = await FakeCluster.Start(isInCluster: true, clock: clock);
        cluster.Script = _ => Completing();
        await cluster.StartSweep("cells", trials: 1);
        await Wait.UntilOver(cluster.Grains, "cells");
        cluster.Script = _ => [];
        // As a node that was silent until the sweep had done without it.
        await cluster.Grains.GetGrain<IWorkerGrain>(cluster.Slot(0)).Run(Workers.Orders.For(0, attempt: 9), None);

        await Wait.Until(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                await cluster.OfferOnce();
                return !cluster.Host.Stops.IsEmpty;
            },
            "it is stopped");
        cluster.Script = _ => Completing();
        await cluster.StartSweep("other", trials: 1);
        var end = await Wait.UntilOver(cluster.Grains, "other");

        Assert.Equal((cluster.Slot(0), new TrialRef("cells", 0, 9), AttemptOutcome.Interrupted), Assert.Single(cluster.Host.Stops));
        Assert.Equal(1, end.Counts[TrialStatus.Completed]);
    }
}
