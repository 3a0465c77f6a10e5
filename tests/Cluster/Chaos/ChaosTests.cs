using Sweep.Cluster.Tests.Silos;

namespace Sweep.Cluster.Tests.Chaos;

/// <summary>
/// Promises 1 and 2 on a cluster: three nodes of two slots each, whose workers, nodes, coordinator and database are killed, frozen and
/// ended by a seeded script while sixty trials run. At the end each trial is final once, no row is double or missing,
/// and no bit differs from a quiet run on one machine.
/// </summary>
/// <remarks><c>SWEEP_CHAOS_FAULTS=200 SWEEP_CHAOS_SEED=7</c> make the storm longer and another one (tests/Cluster/chaos.sh).</remarks>
public sealed class ChaosTests(QuietRun quiet, ITestOutputHelper output) : IClassFixture<QuietRun>
{
    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("SWEEP_CHAOS_SEED"), out var seed) ? seed : 1;

    [Fact]
    public async Task A_storm_over_nodes_that_share_a_PostgreSQL_server_leaves_the_rows_of_a_quiet_run()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        await using var server = await PostgresServer.Start();
        await Weather(await server.CreateDatabase(), server.Restart);
    }

    [Fact]
    public async Task A_storm_over_nodes_that_share_a_SQLite_file_leaves_the_rows_of_a_quiet_run() => await Weather(null, null);

    private async Task Weather(string? address, Func<Task>? restart)
    {
        using var cluster = new TestCluster(address);
        await cluster.Start();
        var submitted = await cluster.Run("run", cluster.Workspace.Write("storm.yaml", ChaosSweep.Yaml), "--detach");
        Assert.True(submitted.Code == 0, submitted.Errors);
        using var watch = cluster.Begin("watch", "storm", "--json");
        var chaos = new ChaosRun(cluster, "storm", restart ?? (() => Task.CompletedTask));

        await chaos.Play(ChaosScript.Of(Seed, restart is not null), ChaosSweep.Faults, () =>
            watch.Output.Contains("\"result\"", StringComparison.Ordinal));
        var code = await watch.Exit();

        foreach (var line in chaos.Record) output.WriteLine(line);
        Assert.True(code == 0, $"watch: exit {code}\n{watch.Errors}\n{cluster.Logs}");
        using var home = await cluster.Home("storm");
        AssertWhole(home);
        Assert.Equal(quiet.Bits, home.Bits());
        Assert.True(chaos.Record.Count >= ChaosSweep.FaultsAtLeast,
            $"only {chaos.Record.Count} faults hit anybody before the sweep was over");
        output.WriteLine(
            $"{chaos.Record.Count} faults, {home.Count("SELECT sum(attempts) FROM trials")} attempts of {ChaosSweep.Trials} trials");
    }

    private static void AssertWhole(Workspace home)
    {
        Assert.Equal(ChaosSweep.Trials, home.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(ChaosSweep.Trials, home.Count("SELECT count(*) FROM trials"));
        Assert.Equal(ChaosSweep.Trials, home.Count("SELECT count(*) FROM attempts WHERE outcome = 'completed'"));
        Assert.Equal(ChaosSweep.Trials * ChaosSweep.Epochs, home.Count("SELECT count(*) FROM epochs"));
        Assert.Equal(0, home.Count("SELECT count(*) FROM (SELECT 1 FROM epochs GROUP BY trial, epoch HAVING count(*) > 1)"));
    }
}
