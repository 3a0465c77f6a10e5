using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>Three silos: slots are where they belong, and a silo that leaves costs nothing that the ledger holds.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task A_slot_s_grain_lives_on_its_own_node()
    {
        await using var cluster = await FakeCluster.Start(silos: 3, slotsPerNode: 4);

        foreach (var node in cluster.Nodes.Values)
        {
            foreach (var slot in node.SlotNames)
            {
                var trial = new TrialRef("placement", 0, 1);
                Assert.True(await cluster.Grains.GetGrain<IWorkerGrain>(slot.Text)
                    .Run(Workers.Orders.For(0) with { Trial = trial }, TestContext.Current.CancellationToken));
            }
        }

        foreach (var (name, host) in cluster.Hosts)
            Assert.Equal(cluster.Nodes[name].SlotNames.Select(s => s.Text).Order(), host.Taken.Select(t => t.Slot.Text).Order());
    }

    [Fact]
    public async Task A_slot_of_a_node_that_is_not_there_is_an_error_that_names_the_node()
    {
        await using var cluster = await FakeCluster.Start();

        var error = await Assert.ThrowsAsync<SiloUnavailableException>(
            () => cluster.Grains.GetGrain<IWorkerGrain>("atlantis/cpu/0")
                .ReadEvents(0, TimeSpan.Zero, cancel: TestContext.Current.CancellationToken));

        Assert.Contains("node 'atlantis', which is not in the cluster", error.Message);
        Assert.Contains(cluster.Nodes.Keys.Single(), error.Message);
    }

    [Fact]
    public async Task A_number_of_an_earlier_life_of_the_node_acknowledges_nothing()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = _ => Completing();
        var slot = cluster.Grains.GetGrain<IWorkerGrain>(cluster.Slot(0));
        await slot.Run(Workers.Orders.For(0), TestContext.Current.CancellationToken);

        var first = await slot.ReadEvents(500, TimeSpan.Zero, "an earlier one", TestContext.Current.CancellationToken);
        var again = await slot.ReadEvents(0, TimeSpan.Zero, cancel: TestContext.Current.CancellationToken);
        var rest = await slot.ReadEvents(
            first.Events[^1].Sequence, TimeSpan.Zero, first.Incarnation, TestContext.Current.CancellationToken);

        Assert.IsType<TrialEnded>(first.Events[^1].Event);
        Assert.Equal(first.Events.Count, again.Events.Count);
        Assert.Empty(rest.Events);
    }

    [Fact]
    public async Task When_the_coordinator_s_silo_leaves_another_goes_on_and_running_trials_do_not_notice()
    {
        await using var cluster = await FakeCluster.Start(silos: 3);
        await cluster.StartSweep("cells", trials: 3);
        await cluster.UntilRunning("cells", 3);
        var coordinator = await SiloOf(cluster, "cells");

        await cluster.Stop(coordinator);
        await Wait.Until(cluster.Grains, "cells", p => p.Running.Count >= 2, "the two trials on the other nodes run on");
        cluster.Script = _ => Completing();
        foreach (var (name, host) in cluster.Hosts.Where(h => h.Key != coordinator.Name))
        {
            foreach (var happened in Completing()) host.Emit($"{name}/cpu/0", happened);
        }

        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(3, end.Counts[TrialStatus.Completed]);
        var survivors = (await cluster.Ledger.ListTrials("cells")).Where(t => t.Slot != $"{coordinator.Name}/cpu/0" && t.Attempts == 1);
        Assert.Equal(2, survivors.Count());
    }

    [Fact]
    public async Task A_sweep_whose_coordinator_is_lost_comes_back_though_nobody_watches_it()
    {
        await using var cluster = await FakeCluster.Start(silos: 3, isInCluster: true);
        await cluster.StartSweep("cells", trials: 3);
        await cluster.UntilRunning("cells", 3);
        cluster.Script = _ => Completing();

        await cluster.Stop(await SiloOf(cluster, "cells"));
        foreach (var (name, host) in cluster.Hosts.Where(h => cluster.Nodes.ContainsKey(h.Key)))
        {
            foreach (var happened in Completing()) host.Emit($"{name}/cpu/0", happened);
        }

        await Wait.Until(async () =>
            (await cluster.Ledger.FindSweep("cells"))!.Status == SweepStatus.Finished, "the ledger says that it is finished");
        Assert.All(await cluster.Ledger.ListTrials("cells"), trial => Assert.Equal(TrialStatus.Completed, trial.Status));
    }

    [Fact]
    public async Task When_a_node_leaves_its_trial_runs_elsewhere_without_costing_a_retry()
    {
        await using var cluster = await FakeCluster.Start(silos: 3);
        await cluster.StartSweep("cells", trials: 3, retries: 0);
        await cluster.UntilRunning("cells", 3);
        var coordinator = await SiloOf(cluster, "cells");
        var broker = await SiloOf(cluster, cluster.Grains.GetGrain<ISlotBrokerGrain>(0).GetGrainId());
        var leaving = cluster.Silos.Silos.First(s => s != coordinator && s != broker);

        cluster.Script = _ => Completing();
        await cluster.Stop(leaving);
        foreach (var (name, host) in cluster.Hosts.Where(h => h.Key != leaving.Name))
        {
            foreach (var happened in Completing()) host.Emit($"{name}/cpu/0", happened);
        }

        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(3, end.Counts[TrialStatus.Completed]);
        Assert.Equal([1, 1, 2], (await cluster.Ledger.ListTrials("cells")).Select(t => t.Attempts).Order());
    }

    private static Task<Orleans.TestingHost.InProcessSiloHandle> SiloOf(FakeCluster cluster, string sweep) =>
        SiloOf(cluster, cluster.Sweep(sweep).GetGrainId());

    private static async Task<Orleans.TestingHost.InProcessSiloHandle> SiloOf(FakeCluster cluster, GrainId grain)
    {
        var address = await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress((IAddressable)cluster.Grains.GetGrain(grain));
        return cluster.Silos.Silos.Single(s => s.SiloAddress.Equals(address));
    }

    private static IEnumerable<TrialEvent> Completing() =>
    [
        new TrialStarted { Epochs = 2 },
        new TrialReport { Epoch = 1, Metrics = new Dictionary<string, double> { ["loss"] = 1 } },
        new TrialReport { Epoch = 2, Metrics = new Dictionary<string, double> { ["loss"] = 1 } },
        new TrialEnded { Outcome = AttemptOutcome.Completed },
    ];
}
