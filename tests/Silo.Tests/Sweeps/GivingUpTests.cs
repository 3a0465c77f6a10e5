using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>A coordinator that cannot go on: what becomes of the trials and slots that it leaves behind.</summary>
public sealed class GivingUpTests
{
    private static readonly LedgerException Away = new("database 'sweep' on db:5432 does not answer");

    [Fact]
    public async Task In_a_cluster_an_outage_of_the_ledger_stops_no_trial_and_the_next_coordinator_reads_what_happened_meanwhile()
    {
        await using var cluster = await FakeCluster.Start(slotsPerNode: 2, isInCluster: true);
        await cluster.StartSweep("cells", trials: 2);
        await cluster.UntilRunning("cells", 2);

        cluster.Ledger.Failure = Away;
        cluster.Host.Emit(cluster.Slot(0), Report(1));
        var gaveUp = await Wait.UntilOver(cluster.Grains, "cells");
        cluster.Host.Emit(cluster.Slot(0), Report(2));
        cluster.Ledger.Failure = null;
        await cluster.StartSweep("cells", trials: 2);
        foreach (var slot in new[] { cluster.Slot(0), cluster.Slot(0, index: 1) })
            cluster.Host.Emit(slot, new TrialEnded { Outcome = AttemptOutcome.Completed });
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Contains("does not answer", gaveUp.Failure);
        Assert.Empty(cluster.Host.Stops);
        Assert.Equal(2, end.Counts[TrialStatus.Completed]);
        Assert.Equal([(2, 1), (0, 1)], (await cluster.Ledger.ListTrials("cells")).Select(t => (t.EpochsDone, t.Attempts)));
    }

    [Fact]
    public async Task A_fenced_coordinator_leaves_its_slots_to_its_successor_of_the_same_name()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 2);
        await cluster.UntilRunning("cells", 1);

        await cluster.Ledger.Claim("cells", [new TrialRef("cells", 0, 1)]);
        cluster.Host.Emit(cluster.Slot(0), Report(1));
        await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal([(cluster.Slot(0), "cells")], await Lent(cluster));
    }

    [Fact]
    public async Task Slots_whose_trials_are_still_saving_are_not_lent_to_others_when_the_ledger_failed()
    {
        await using var cluster = await FakeCluster.Start();
        await cluster.StartSweep("cells", trials: 2);
        await cluster.UntilRunning("cells", 1);

        cluster.Ledger.Failure = Away;
        cluster.Host.Emit(cluster.Slot(0), Report(1));
        await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Single(cluster.Host.Stops);
        Assert.Equal([(cluster.Slot(0), "cells")], await Lent(cluster));
    }

    [Fact]
    public async Task Slots_that_do_not_answer_hold_up_neither_the_end_nor_each_other()
    {
        await using var cluster = await FakeCluster.Start(slotsPerNode: 3);
        await cluster.StartSweep("cells", trials: 3);
        await cluster.UntilRunning("cells", 3);
        using var frozen = new ManualResetEventSlim();
        cluster.Host.BeforeStop = slot =>
        {
            if (slot != cluster.Slot(0, index: 2)) frozen.Wait(TestContext.Current.CancellationToken);
        };

        cluster.Ledger.Failure = Away;
        cluster.Host.Emit(cluster.Slot(0), Report(1));
        try
        {
            await Wait.UntilOver(cluster.Grains, "cells");
            Assert.Equal(cluster.Slot(0, index: 2), Assert.Single(cluster.Host.Stops).Slot);
        }
        finally
        {
            frozen.Set();
        }
    }

    [Fact]
    public async Task A_pause_reaches_the_trials_of_a_coordinator_that_gave_up()
    {
        await using var cluster = await FakeCluster.Start(isInCluster: true);
        await cluster.StartSweep("cells", trials: 2);
        await cluster.UntilRunning("cells", 1);
        cluster.Ledger.Failure = Away;
        cluster.Host.Emit(cluster.Slot(0), Report(1));
        await Wait.UntilOver(cluster.Grains, "cells");

        cluster.Ledger.Failure = null;
        await cluster.Sweep("cells").Interrupt(TestContext.Current.CancellationToken);

        Assert.Single(cluster.Host.Stops);
        Assert.Equal(SweepStatus.Interrupted, (await cluster.Ledger.FindSweep("cells"))!.Status);
    }

    private static async Task<IEnumerable<(SlotName Slot, string Sweep)>> Lent(FakeCluster cluster) =>
        (await cluster.Grains.GetGrain<ISlotBrokerGrain>(0).ListNodes()).SelectMany(n => n.Slots).Select(s => (s.Slot, s.Sweep));

    private static TrialReport Report(int epoch) => new() { Epoch = epoch, Metrics = new Dictionary<string, double> { ["loss"] = 1 } };
}
