using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Silo.Tests.Fakes;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>How long a node keeps in memory what the ledger holds for ever.</summary>
public sealed class RememberedSweepTests
{
    [Fact]
    public async Task A_sweep_that_is_over_leaves_the_memory_and_is_watched_from_the_ledger()
    {
        await using var cluster = await FakeCluster.Start(clock: new HastyClock());
        cluster.Script = _ => [new TrialReport { Epoch = 1, Metrics = new Dictionary<string, double> { ["loss"] = 1 } },
            new TrialEnded { Outcome = AttemptOutcome.Completed }];

        await cluster.StartSweep("cells", trials: 2);
        await Wait.Until(async () => (await cluster.Ledger.FindSweep("cells"))!.Status == SweepStatus.Finished, "it is finished");
        await Wait.Until(async () => !await IsInMemory(cluster, "cells"), "its grain is gone");
        var seen = await cluster.Sweep("cells").Watch(0, TestContext.Current.CancellationToken);

        Assert.Equal((true, 2), (seen.IsOver, seen.Counts[TrialStatus.Completed]));
    }

    [Fact]
    public async Task One_that_paused_by_itself_stays_because_only_its_node_knows_why()
    {
        await using var cluster = await FakeCluster.Start(clock: new HastyClock());
        cluster.Script = _ => [new TrialEnded { Outcome = AttemptOutcome.NodeFault, Reason = "the disk is full" }];
        await cluster.StartSweep("cells", trials: 2);
        await Wait.UntilOver(cluster.Grains, "cells");

        cluster.Script = _ => [new TrialEnded { Outcome = AttemptOutcome.Completed }];
        await cluster.StartSweep("later", trials: 1);
        await Wait.Until(async () => !await IsInMemory(cluster, "later"), "the grain of a later one is gone");

        Assert.True(await IsInMemory(cluster, "cells"));
        Assert.Contains("the disk is full", (await cluster.Sweep("cells").Watch(0, TestContext.Current.CancellationToken)).Failure);
    }

    private static async Task<bool> IsInMemory(FakeCluster cluster, string sweep)
    {
        var grain = (IAddressable)cluster.Grains.GetGrain(cluster.Sweep(sweep).GetGrainId());
        return await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) is not null;
    }
}
