namespace Sweep.Cluster.Tests.Silos;

/// <summary>Machines and database servers start in any order.</summary>
public sealed class EarlyNodeTests
{
    [Fact]
    public async Task A_node_that_starts_before_its_database_joins_when_that_is_up()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        await using var server = await PostgresServer.Start();
        using var cluster = new TestCluster(await server.CreateDatabase(), nodes: 1);
        await server.Stop();

        var joined = cluster.Start();
        await Eventually.Holds(() =>
            cluster.Nodes[0].Log.Contains("waiting up to 60 s", StringComparison.Ordinal), "the node should say that it waits");
        Assert.False(joined.IsCompleted);
        await server.Resume();

        await joined;
    }
}
