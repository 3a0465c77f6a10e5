using Sweep.Cluster.Tests.Silos;

namespace Sweep.Cluster.Tests.Chaos;

/// <summary>One storm over three sweeps beside each other: encoder-decoders, recursive networks and reservoirs. Each has the reports of a
/// quiet run on one machine, to the bit and each once.</summary>
public sealed class ModelStormTests(ITestOutputHelper output)
{
    private const int Faults = 5;

    private const string Reservoirs = """
        name: reservoirs
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        replicates: 2
        parameters:
          model: [echo-state, liquid-state]
          corpus: grammar
          grammar_length: 100000
          hidden: 200
          spectral_radius: [0.5, 0.9]
          batch_size: 64
        """;

    private static readonly (string Name, string Yaml)[] Sweeps =
    [
        ("pairs", $"{SequenceKillTests.Yaml}\nreplicates: 2"),
        ("trees", $"{TreeKillTests.Yaml}\nreplicates: 3"),
        ("reservoirs", Reservoirs),
    ];

    [Fact]
    public async Task A_storm_over_reservoirs_pairs_and_trees_leaves_the_reports_of_quiet_runs()
    {
        using var quiet = new Workspace();
        foreach (var (name, yaml) in Sweeps) await Killing.UntilDone(quiet, "run", quiet.Write($"{name}.yaml", yaml));
        using var cluster = new TestCluster(null);
        await cluster.Start();
        // At once: beside trials that train, the second one would come when the first sweep is over.
        var submitted = await Task.WhenAll(Sweeps.Select(sweep =>
            cluster.Run("run", cluster.Workspace.Write($"{sweep.Name}.yaml", sweep.Yaml), "--detach")));
        Assert.All(submitted, one => Assert.True(one.Code == 0, one.Errors));
        var watches = Sweeps.Select(sweep => cluster.Begin("watch", sweep.Name, "--json")).ToList();
        var chaos = new ChaosRun(cluster, "pairs", () => Task.CompletedTask);
        await chaos.Play(ChaosScript.Of(seed: 8, hasServer: false), Faults, () =>
            watches.All(watch => watch.Output.Contains("\"result\"", StringComparison.Ordinal)));
        foreach (var watch in watches)
        {
            Assert.True(await watch.Exit() == 0, $"{watch.Errors}\n{cluster.Logs}");
            watch.Dispose();
        }

        foreach (var line in chaos.Record) output.WriteLine(line);
        var stormy = cluster.Workspace;
        const string completed = "SELECT count(*) FROM trials WHERE status = 'completed'", attempts = "SELECT sum(attempts) FROM trials";
        Assert.Equal(quiet.Count(completed), stormy.Count(completed));
        Assert.Equal(Killing.Reports(quiet), Killing.Reports(stormy));
        output.WriteLine($"{stormy.Count(attempts)} attempts of {stormy.Count(completed)} trials");
        Assert.True(stormy.Count(attempts) > stormy.Count(completed), "no trial needed a second attempt: the storm hit nobody");
    }
}
