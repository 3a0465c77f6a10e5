namespace Sweep.Cluster.Tests.Silos;

/// <summary>Every node is asked to leave and started again, one after the other, while a sweep runs.</summary>
public sealed class RollingRestartTests
{
    private const string Yaml = """
        name: steady
        method: grid
        experiment: noop
        metric: {name: loss, goal: minimize}
        retries: 0
        parameters:
          x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]
          epochs: 80
          epoch_seconds: 0.1
        """;

    [Fact]
    public async Task No_trial_fails_and_none_is_trained_twice()
    {
        using var cluster = new TestCluster(null);
        await cluster.Start();
        var submitted = await cluster.Run("run", cluster.Workspace.Write("steady.yaml", Yaml), "--detach");
        Assert.True(submitted.Code == 0, submitted.Errors);
        using var watch = cluster.Begin("watch", "steady", "--json");

        foreach (var node in cluster.Nodes)
        {
            Assert.True(await watch.Until(() => node.Workers.Count > 0 && Running(cluster) > 0),
                $"nothing runs on {node.Name}\n{cluster.Logs}");
            Assert.Equal(0, await node.End());
            await node.Start();
        }

        Assert.True(await watch.Exit() == 0, $"{watch.Output}\n{watch.Errors}\n{cluster.Logs}");
        Assert.Equal(24, cluster.Workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(0, cluster.Workspace.Count("SELECT sum(failures) FROM trials"));
        Assert.True(cluster.Workspace.Count("SELECT count(*) FROM attempts WHERE outcome = 'preempted'") > 0,
            "no trial was handed back: the nodes were idle when they left");
        Assert.Equal(0, cluster.Workspace.Count("SELECT count(*) FROM attempts WHERE outcome = 'lost_node'"));
        Assert.Equal(24 * 80, cluster.Workspace.Count("SELECT count(*) FROM epochs"));
    }

    private static long Running(TestCluster cluster) => cluster.Workspace.Count("SELECT count(*) FROM trials WHERE status = 'running'");
}
