namespace Sweep.Cluster.Tests.Silos;

/// <summary>
/// Two nodes that reach the ledger but not each other: each takes the other for dead,
/// and for some seconds there are two who believe that they coordinate.
/// </summary>
public sealed class PartitionTests(ITestOutputHelper output)
{
    private const int Trials = 8;
    private const int Epochs = 120;

    private const string Yaml = """
        name: split
        method: grid
        experiment: noop
        metric: {name: loss, goal: minimize}
        retries: 0
        parameters:
          x: [1, 2, 3, 4, 5, 6, 7, 8]
          epochs: 120
          epoch_seconds: 0.1
        """;

    [Fact]
    public async Task The_fence_of_the_ledger_lets_one_side_write()
    {
        using var net = Namespaces.TryMake();
        Assert.SkipWhen(net is null, "network namespaces cannot be made here ('ip netns add' needs root and the package iproute2)");
        using var workspace = new Workspace();
        var environment = new Dictionary<string, string>
        {
            ["SWEEP_CLUSTER"] = workspace.Ledger,
            ["SWEEP_SECRET"] = "a secret that only this test knows"
        };
        using var left = new SiloProcess("left", workspace.Folder, Options(Namespaces.LeftAddress), environment, net.Left());
        using var right = new SiloProcess("right", workspace.Folder, Options(Namespaces.RightAddress), environment, net.Right());
        await left.Start();
        await right.Start();
        await Verb(workspace, environment, net.Left(), "run", workspace.Write("split.yaml", Yaml), "--detach");
        await Eventually.Holds(() => workspace.Count("SELECT count(*) FROM trials WHERE status = 'running'") == 4,
            $"four trials should run\n{left.Log}\n{right.Log}");

        net.Cut();
        // Until one side has learnt that it is the dead one; before that both train, and both try to write.
        await Eventually.Holds(() => !left.IsAlive || !right.IsAlive, $"no side gave up\n{left.Log}\n{right.Log}", seconds: 60);
        net.Mend();
        if (!left.IsAlive) await left.Start();
        if (!right.IsAlive) await right.Start();
        await Verb(workspace, environment, net.Right(), "watch", "split", "--quiet");

        Assert.Equal(Trials, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(Trials, workspace.Count("SELECT count(*) FROM attempts WHERE outcome = 'completed'"));
        Assert.Equal(Trials * Epochs, workspace.Count("SELECT count(*) FROM epochs"));
        Assert.Equal(0, workspace.Count("SELECT sum(failures) FROM trials"));
        foreach (var outcome in workspace.Query<string>(
            "SELECT slot || ' ' || outcome || ' ' || coalesce(reason, '') FROM attempts ORDER BY started_at")) output.WriteLine(outcome);
    }

    private static string[] Options(string address) =>
        ["--bind", address, "--port", "11111", "--gateway-port", "30000", "--device", "cpu", "--workers", "2"];

    private static async Task Verb(
        Workspace workspace, Dictionary<string, string> environment, IReadOnlyList<string> wrapper, params IReadOnlyList<string> arguments)
    {
        using var program = SweepProgram.StartCommand(workspace.Folder, SweepProgram.CommandLine(wrapper, arguments), environment);
        var code = await program.Exit();
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: exit {code}\n{program.Output}\n{program.Errors}");
    }
}
