using System.Text.Json;

namespace Sweep.Cluster.Tests.Silos;

/// <summary>The verbs of a cluster as a user types them, on two real nodes.</summary>
public sealed class ClusterVerbTests
{
    private const string Long = """
        name: long
        method: grid
        experiment: noop
        metric: {name: loss, goal: minimize}
        parameters:
          x: [1, 2, 3, 4, 5, 6, 7, 8]
          epochs: 1000
          epoch_seconds: 0.1
        """;

    [Fact]
    public async Task Submit_look_pause_go_on_and_cancel()
    {
        using var cluster = new TestCluster(null, nodes: 2);
        await cluster.Start();
        var file = cluster.Workspace.Write("long.yaml", Long);

        var submitted = await cluster.Run("run", file, "--detach");
        Assert.Equal((0, true), (submitted.Code, submitted.Errors.Contains("sweep watch long", StringComparison.Ordinal)));
        await Eventually.Holds(() => Count(cluster, "running") == 4, $"four trials should run\n{cluster.Logs}");

        var nodes = await cluster.Run("nodes", "--format", "json");
        Assert.Equal(["n0", "n1"], JsonDocument.Parse(nodes.Output).RootElement.EnumerateArray()
            .Select(n => n.GetProperty("node").GetString()));

        var paused = await cluster.Run("pause", "long");
        Assert.True(paused.Code == 0 && paused.Errors.Contains("is paused", StringComparison.Ordinal), paused.Errors);
        Assert.Equal((8, 0), (Count(cluster, "planned"), Count(cluster, "running")));

        var resumed = await cluster.Run("resume", "long", "--detach");
        Assert.True(resumed.Code == 0, resumed.Errors);
        await Eventually.Holds(() => Count(cluster, "running") == 4, $"four trials should run again\n{cluster.Logs}");

        foreach (var verb in new[] { "pause", "cancel" })
        {
            var astray = await cluster.Run(verb, "long", "--db", cluster.Workspace.Ledger);
            Assert.Equal((2, true), (astray.Code, astray.Errors.Contains("name the cluster with --cluster", StringComparison.Ordinal)));
        }

        using var watch = cluster.Begin("watch", "long", "--json");
        var cancelled = await cluster.Run("cancel", "long");
        Assert.True(cancelled.Code == 0 && cancelled.Errors.Contains("is cancelled", StringComparison.Ordinal), cancelled.Errors);
        Assert.Equal(8, Count(cluster, "cancelled"));
        Assert.Equal(1, await watch.Exit());
        Assert.Contains("\"status\":\"cancelled\",\"exit_code\":1", watch.Output);
    }

    [Fact]
    public async Task A_run_of_its_own_on_the_ledger_of_living_nodes_is_refused_with_the_way_to_submit()
    {
        using var cluster = new TestCluster(null, nodes: 1);
        await cluster.Start();

        var own = await cluster.Run("run", cluster.Workspace.Write("long.yaml", Long), "--db", cluster.Workspace.Ledger);

        Assert.Equal(2, own.Code);
        Assert.Contains("is the ledger of a cluster: 1 node (n0) gave a sign of life", own.Errors);
        Assert.Contains("--cluster", own.Errors);
        Assert.Equal(0, cluster.Workspace.Count("SELECT count(*) FROM sweeps"));
    }

    [Fact]
    public async Task Ctrl_C_detaches_and_says_how_to_come_back()
    {
        using var cluster = new TestCluster(null, nodes: 1);
        await cluster.Start();
        using var run = cluster.Begin("run", cluster.Workspace.Write("long.yaml", Long));
        await Eventually.Holds(() => Count(cluster, "running") == 2, $"two trials should run\n{run.Errors}\n{cluster.Logs}");

        run.Interrupt();

        Assert.Equal(130, await run.Exit());
        Assert.Contains("goes on in the cluster", run.Errors);
        Assert.Contains("sweep watch long", run.Errors);
        Assert.Equal(2, Count(cluster, "running"));
    }

    [Fact]
    public async Task A_wrong_secret_and_a_cluster_without_nodes_are_told_apart()
    {
        using var cluster = new TestCluster(null, nodes: 1);
        await cluster.Start();

        using var stranger = SweepProgram.Start(
            cluster.Workspace.Folder, new Dictionary<string, string> { ["SWEEP_SECRET"] = "some other secret of mine" },
            ["nodes", "--cluster", cluster.Address]);
        Assert.True(await stranger.Exit() == 2, stranger.Errors);
        Assert.Contains("refused the secret", stranger.Errors);

        await cluster.Nodes[0].End();
        var nobody = await cluster.Run("nodes");
        Assert.Equal(1, nobody.Code);
        Assert.Contains("no node", nobody.Errors);
    }

    [Fact]
    public async Task A_second_node_of_the_same_name_is_refused()
    {
        using var cluster = new TestCluster(null, nodes: 1);
        await cluster.Start();

        var second = await cluster.Run("silo", "--name", "n0", "--port", "0", "--gateway-port", "0", "--device", "cpu", "--workers", "1");

        Assert.Equal(2, second.Code);
        Assert.Contains("a node named 'n0' is in this cluster already", second.Errors);
    }

    private static long Count(TestCluster cluster, string status) =>
        cluster.Workspace.Count($"SELECT count(*) FROM trials WHERE status = '{status}'");
}
