using Sweep.Cluster.Tests.Silos;

namespace Sweep.Cluster.Tests.Chaos;

/// <summary>
/// A storm over sweeps that choose, pause, stop and fork by what was reported. They are deterministic, so that after the storm every
/// decision, every trial and every bit is that of a quiet run on one machine.
/// </summary>
public sealed class SearchStormTests(ITestOutputHelper output)
{
    private const int Faults = 7;

    [Fact]
    public Task Trials_that_wait_at_rungs_for_a_method_that_learns() =>
        Weather(Yaml("tpe", trials: 40, "{type: asha, eta: 2, max_iter: 9}", epochs: 9));

    [Fact]
    public Task Trials_that_begin_with_checkpoints_of_others() =>
        Weather(Yaml("random", trials: 10, "{type: pbt, interval: 2, quantile: 0.3}", epochs: 16));

    private static string Yaml(string method, int trials, string rule, int epochs) => $$"""
        name: search
        method: {{method}}
        run_cap: {{trials}}
        deterministic: {width: 6}
        metric: {name: val_perplexity, goal: minimize}
        early_terminate: {{rule}}
        parameters:
          lr: {distribution: log_uniform_values, min: 0.001, max: 0.05}
          dropout: {min: 0.0, max: 0.4}
          epochs: {{epochs}}
          cell: gru
          corpus: grammar
          grammar_length: 12000
          hidden: 32
          num_steps: 20
          batch_size: 16
          optimizer: adam
        """;

    private async Task Weather(string yaml)
    {
        using var quiet = new Workspace();
        var (code, _, errors) = await SweepProgram.Run(quiet.Folder, "run", quiet.Write("search.yaml", yaml), "--workers", "2", "--quiet");
        Assert.True(code == 0, errors);
        using var cluster = new TestCluster(null);
        await cluster.Start();
        var submitted = await cluster.Run("run", cluster.Workspace.Write("search.yaml", yaml), "--detach");
        Assert.True(submitted.Code == 0, submitted.Errors);
        using var watch = cluster.Begin("watch", "search", "--json");
        var chaos = new ChaosRun(cluster, "search", () => Task.CompletedTask);

        await chaos.Play(ChaosScript.Of(seed: 5, hasServer: false), Faults, () =>
            watch.Output.Contains("\"result\"", StringComparison.Ordinal));
        Assert.True(await watch.Exit() == 0, $"{watch.Errors}\n{cluster.Logs}");

        foreach (var line in chaos.Record) output.WriteLine(line);
        Assert.InRange(chaos.Record.Count, 3, Faults);
        var stormy = cluster.Workspace;
        foreach (var rows in Rows) Assert.Equal(quiet.Query<string>(rows), stormy.Query<string>(rows));
        output.WriteLine($"{stormy.Count("SELECT count(*) FROM decisions")} decisions, {stormy.Count("SELECT count(*) FROM attempts")} " +
            $"attempts of {stormy.Count("SELECT count(*) FROM trials")} trials");
        var replayed = await cluster.Run("replay", "search");
        Assert.True(replayed.Code == 0, replayed.Output + replayed.Errors);
        // What was kept for others goes with the sweep.
        Assert.Equal(0, stormy.Count("SELECT count(*) FROM checkpoint WHERE kind LIKE 'epoch-%'"));
    }

    private static readonly string[] Rows =
    [
        "SELECT number || ' ' || kind || ' ' || trial || ' ' || seen || ' ' || coalesce(reason, '') || coalesce(evidence, '') || " +
            "coalesce(parent, '') FROM decisions ORDER BY number",
        "SELECT number || ' ' || config || ' ' || status || ' ' || epochs_done || ' ' || coalesce(metric, '') FROM trials ORDER BY number",
        "SELECT trial || ' ' || epoch || ' ' || val_perplexity || ' ' || train_perplexity FROM epochs ORDER BY trial, epoch",
    ];
}
