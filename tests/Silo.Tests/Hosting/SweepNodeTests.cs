using Microsoft.Extensions.DependencyInjection;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Noop;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;
using Sweep.Silo.Tests.Workers;

namespace Sweep.Silo.Tests.Hosting;

/// <summary>A whole node: silo, grains, real worker processes (a shell script that plays the noop experiment) and a real ledger.</summary>
public sealed class SweepNodeTests : IDisposable
{
    private const string Noop = """
        echo '{"type":"ready","protocol":1}'
        while read line; do
          echo '{"type":"started","epochs":2}'
          echo '{"type":"report","epoch":1,"metrics":{"loss":0.5},"seconds":0.1}'
          echo '{"type":"report","epoch":2,"metrics":{"loss":0.25},"seconds":0.1}'
          echo '{"type":"ended","outcome":"completed"}'
        done
        """;

    private readonly Scripts scripts = new();

    public void Dispose() => scripts.Dispose();

    [Fact]
    public async Task A_sweep_runs_to_its_end_and_everything_is_in_the_ledger()
    {
        await using var node = await SweepNode.Start(
            scripts.Node(Noop, new DeviceSlot("cpu", 0), new DeviceSlot("cpu", 1)), Catalog(), TestContext.Current.CancellationToken);

        await node.Grains.GetGrain<ISweepGrain>("cells").Start(Order("cells"), TestContext.Current.CancellationToken);
        var end = await Sweeps.Wait.UntilOver(node.Grains, "cells");

        Assert.Null(end.Failure);
        Assert.Equal(6, end.Counts[TrialStatus.Completed]);
        Assert.Equal(12, end.EpochsDone);
        await using var ledger = SqliteLedger.Open(Path.Combine(scripts.Folder, "sweep.db"), TimeProvider.System);
        Assert.Equal(SweepStatus.Finished, (await ledger.FindSweep("cells"))!.Status);
        Assert.All(await ledger.ListTrials("cells"), t =>
            Assert.Equal((TrialStatus.Completed, 1, 0.25, 2), (t.Status, t.Attempts, t.Metric, t.BestEpoch)));
        Assert.Equal(12, (await ledger.ListEpochs("cells")).Count);
    }

    [Fact]
    public async Task Two_sweeps_share_one_node()
    {
        await using var node = await SweepNode.Start(
            scripts.Node(Noop, new DeviceSlot("cpu", 0), new DeviceSlot("cpu", 1)), Catalog(), TestContext.Current.CancellationToken);

        foreach (var name in new[] { "a", "b" })
            await node.Grains.GetGrain<ISweepGrain>(name).Start(Order(name), TestContext.Current.CancellationToken);

        foreach (var name in new[] { "a", "b" })
            Assert.Equal(6, (await Sweeps.Wait.UntilOver(node.Grains, name)).Counts[TrialStatus.Completed]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_is_set_by_a_day_while_the_node_starts_does_not_end_it(int days)
    {
        List<string> errors = [];
        var options = scripts.Node(Noop, new DeviceSlot("cpu", 0)) with
        {
            Logging = logging =>
                logging.Services.AddKeyedSingleton<TimeProvider>("Orleans.Membership", new SetClock(TimeSpan.FromDays(days))),
            OnFatalError = errors.Add,
        };
        await using var node = await SweepNode.Start(options, Catalog(), TestContext.Current.CancellationToken);

        await node.Grains.GetGrain<ISweepGrain>("cells").Start(Order("cells"), TestContext.Current.CancellationToken);

        Assert.Null((await Sweeps.Wait.UntilOver(node.Grains, "cells")).Failure);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Two_nodes_on_one_machine_do_not_collide_but_may_not_run_the_same_sweep()
    {
        var hanging = "echo '{\"type\":\"ready\",\"protocol\":1}'\nread start\nread stop\necho " +
            "'{\"type\":\"ended\",\"outcome\":\"interrupted\"}'\nread eof";
        await using var first = await SweepNode.Start(scripts.Node(hanging), Catalog(), TestContext.Current.CancellationToken);
        await using var second = await SweepNode.Start(scripts.Node(hanging), Catalog(), TestContext.Current.CancellationToken);
        await first.Grains.GetGrain<ISweepGrain>("cells").Start(Order("cells"), TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() =>
            second.Grains.GetGrain<ISweepGrain>("cells").Start(Order("cells"), TestContext.Current.CancellationToken));

        Assert.Contains(
            $"'cells' is already running in process {Environment.ProcessId} on host {Environment.MachineName}", refused.Message);
        Assert.True(refused.IsInputError);
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_every_error_and_nothing_is_written()
    {
        await using var node = await SweepNode.Start(scripts.Node(Noop), Catalog(), TestContext.Current.CancellationToken);
        var order = new SweepOrder(
            "cells", "name: cells\nexperiment: noop\nmethod: gird\nmetric: {name: loss}\nparameters:\n  hiden: [1]\n", scripts.Folder);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() =>
            node.Grains.GetGrain<ISweepGrain>("cells").Start(order, TestContext.Current.CancellationToken));

        Assert.True(refused.IsInputError);
        Assert.Contains("gird", refused.Message);
        Assert.False(Directory.Exists(Path.Combine(scripts.Folder, "sweep.db.files")));
    }

    private SweepOrder Order(string name) => new(
        name,
        $$"""
        name: {{name}}
        experiment: noop
        method: grid
        metric: {name: loss, goal: minimize}
        replicates: 2
        parameters:
          x: [0.1, 0.2, 0.3]
          epochs: 2
        """,
        scripts.Folder);

    private static ExperimentCatalog Catalog() => new([new NoopDefinition(), UndeclaredDefinition.Program]);

    /// <summary>What membership takes for the time, while each silo still notes its start by the machine's own clock.</summary>
    private sealed class SetClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
