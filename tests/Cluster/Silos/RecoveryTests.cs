using System.Diagnostics;
using System.Globalization;

namespace Sweep.Cluster.Tests.Silos;

/// <summary>
/// How a cluster of three nodes, two slots each, comes back with four trials running: what must happen is asserted, how long it took is
/// written down (docs/reliability.md). <c>SWEEP_RECOVERY_ROUNDS=5</c> measures more than once.
/// </summary>
public sealed class RecoveryTests(ITestOutputHelper output)
{
    private const int Trials = 4, PatienceSeconds = 120;

    private const string Yaml = """
        name: {sweep}
        method: grid
        experiment: noop
        metric: {name: loss, goal: minimize}
        retries: 0
        parameters:
          x: [1, 2, 3, 4]
          epochs: 100000
          epoch_seconds: 0.1
        """;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SWEEP_RECOVERY_ROUNDS"), out var rounds) ? rounds : 1;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_ran_on_a_killed_or_frozen_node_runs_elsewhere_and_a_killed_coordinator_is_replaced(bool onServer)
    {
        Assert.SkipUnless(!onServer || PostgresServer.Available, PostgresServer.Missing);
        using var cluster = new TestCluster(onServer ? await (await PostgresServer.Shared()).CreateDatabase() : null);
        await cluster.Start();

        for (var round = 0; round < Rounds; round++)
        {
            await Measure(cluster, $"killed-{round}", "killed node", coordinates: false, node => node.Kill());
            await Measure(cluster, $"frozen-{round}", "frozen node", coordinates: false, Freeze);
            await Measure(cluster, $"replaced-{round}", "killed coordinator", coordinates: true, node => node.Kill());
        }
    }

    /// <summary>A sweep for each fault: a trial that is on every node that dies, one after the other,
    /// is rightly suspected of killing them.</summary>
    private async Task Measure(TestCluster cluster, string sweep, string fault, bool coordinates, Func<SiloProcess, Task> strike)
    {
        var submitted = await cluster.Run("run", cluster.Workspace.Write($"{sweep}.yaml", Yaml.Replace("{sweep}", sweep)), "--detach");
        Assert.True(submitted.Code == 0, submitted.Errors);
        await Until(cluster, () => Task.FromResult(cluster.Coordinator(sweep) is not null), "no node coordinates");
        await Until(cluster, async () =>
            await Running(cluster) == Trials && cluster.Nodes.All(node => node.IsAlive), "four trials should run");
        var (victim, token) = await Victim(cluster, sweep, coordinates);
        var clock = Stopwatch.StartNew();
        await strike(victim);

        TimeSpan? replaced = null;
        if (coordinates) await Until(cluster, () => Task.FromResult(NewestToken(cluster, sweep, victim) > token), "nobody coordinates");
        if (coordinates) replaced = clock.Elapsed;
        await Until(cluster, async () =>
            await Running(cluster, except: victim.Name) == Trials, $"the trials of {victim.Name} should run elsewhere");

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{fault}: {(replaced is { } at ? $"another coordinator after {at.TotalSeconds:0.0} s, " : "")}all trials run on the others " +
                $"after {clock.Elapsed.TotalSeconds:0.0} s"));
        await Return(cluster, victim);
        await End(cluster, sweep);
    }

    private static async Task End(TestCluster cluster, string sweep)
    {
        Assert.Equal("0", Assert.Single(await cluster.Query($"SELECT CAST(sum(failures) AS TEXT) FROM trials WHERE sweep = '{sweep}'")));
        var causes = await cluster.Query(
            $"SELECT DISTINCT outcome FROM attempts WHERE sweep = '{sweep}' AND outcome IS NOT NULL ORDER BY outcome");
        Assert.All(causes, cause => Assert.Contains(cause, (string[])["interrupted", "lost_node"]));
        var cancelled = await cluster.Run("cancel", sweep);
        Assert.True(cancelled.Code == 0, cancelled.Errors);
        await Until(cluster, async () => await Running(cluster) == 0, $"{sweep} was cancelled and should end");
    }

    /// <summary>A node that was declared dead ends by itself when it wakes; either way it joins again.</summary>
    private static async Task Return(TestCluster cluster, SiloProcess victim)
    {
        victim.Thaw();
        await Until(cluster, () => Task.FromResult(!victim.IsAlive), $"{victim.Name} was given up and should end");
        await victim.Start();
    }

    private static Task Freeze(SiloProcess node)
    {
        node.Freeze();
        return Task.CompletedTask;
    }

    /// <summary>The coordinating node, or one of the others on which trials run.</summary>
    private static async Task<(SiloProcess Node, long Token)> Victim(TestCluster cluster, string sweep, bool coordinates)
    {
        var coordinator = cluster.Coordinator(sweep)!;
        var busy = await cluster.Query("SELECT DISTINCT substr(slot, 1, 2) FROM attempts WHERE ended_at IS NULL");
        var victim = coordinates ? coordinator : cluster.Nodes.First(node => node != coordinator && busy.Contains(node.Name));
        return (victim, CoordinatorLog.NewestToken(coordinator.Log, sweep)!.Value);
    }

    private static long NewestToken(TestCluster cluster, string sweep, SiloProcess except) =>
        cluster.Nodes.Where(node => node != except).Max(node => CoordinatorLog.NewestToken(node.Log, sweep) ?? 0);

    private static async Task<int> Running(TestCluster cluster, string except = "") => int.Parse(
        (await cluster.Query($"SELECT CAST(count(*) AS TEXT) FROM attempts WHERE ended_at IS NULL AND slot NOT LIKE '{except}/%'"))[0],
        CultureInfo.InvariantCulture);

    private static Task Until(TestCluster cluster, Func<Task<bool>> condition, string otherwise) =>
        Eventually.Holds(condition, $"{otherwise}\n{cluster.Logs}", PatienceSeconds);
}
