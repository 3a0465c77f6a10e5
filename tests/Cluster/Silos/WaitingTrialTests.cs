namespace Sweep.Cluster.Tests.Silos;

/// <summary>Trials of a cluster wait at rungs and go on from their checkpoints wherever there is a slot, also after a kill.</summary>
public sealed class WaitingTrialTests
{
    private const string Bits =
        "SELECT t.config || ' ' || e.epoch || ' ' || e.val_perplexity FROM epochs e " +
        "JOIN trials t ON t.sweep = e.sweep AND t.number = e.trial";

    private static string Yaml(string name, string method, string rest) =>
        $$"""
        name: {{name}}
        method: {{method}}
        run_cap: 12
        metric: {name: val_perplexity, goal: minimize}
        {{rest}}
        parameters:
          cell: [rnn, gru, lstm]
          lr: {distribution: log_uniform_values, min: 0.001, max: 0.05}
          corpus: grammar
          grammar_length: 12000
          layers: 2
          dropout: 0.2
          hidden: 32
          num_steps: 20
          batch_size: 16
          optimizer: adam
          epochs: 5
        """;

    /// <summary>Random draws do not depend on results, so a quiet run without a rule trains the same configurations to the end.</summary>
    [Fact]
    public async Task Every_epoch_has_the_bits_of_an_undisturbed_run()
    {
        using var cluster = new TestCluster(null, slots: 1);
        var quiet = await SweepProgram.Run(cluster.Workspace.Folder, "run", cluster.Workspace.Write("q.yaml", Yaml("quiet", "random", "")),
            "--db", Path.Combine(cluster.Workspace.Folder, "quiet.db"));
        Assert.True(quiet.Code == 0, quiet.Errors);
        await cluster.Start();

        await RunAndKill(cluster, "waiting", Yaml("waiting", "random", "early_terminate: {type: asha, eta: 2, max_iter: 5}"));

        await using var undisturbed = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(cluster.Workspace.Folder, "quiet.db")};Mode=ReadOnly;Pooling=False");
        var expected = Dapper.SqlMapper.Query<string>(undisturbed, Bits).ToHashSet();
        var found = cluster.Workspace.Query<string>(Bits);
        Assert.NotEmpty(found);
        Assert.All(found, row => Assert.Contains(row, expected));
    }

    private static async Task RunAndKill(TestCluster cluster, string sweep, string yaml)
    {
        var ledger = cluster.Workspace;
        var submitted = await cluster.Run("run", ledger.Write($"{sweep}.yaml", yaml), "--detach");
        Assert.True(submitted.Code == 0, submitted.Errors);
        using var watch = cluster.Begin("watch", sweep, "--json");
        Assert.True(await watch.Until(() => ledger.Count("SELECT count(*) FROM decisions WHERE kind = 'resume'") >= 2), cluster.Logs);
        var victim = cluster.Coordinator(sweep)!;
        await victim.Kill();

        Assert.True(await watch.Exit() == 0, $"{watch.Output}\n{watch.Errors}\n{cluster.Logs}");
        Assert.Equal(12, ledger.Count("SELECT count(*) FROM trials WHERE status IN ('completed', 'stopped')"));
        Assert.True(ledger.Count("SELECT count(*) FROM attempts WHERE outcome = 'paused'") > 0, "nobody gave its slot back");
        // One row for each epoch that was reached, and no epoch beyond.
        Assert.Equal(ledger.Count("SELECT sum(epochs_done) FROM trials"), ledger.Count("SELECT count(*) FROM epochs"));
        var (code, output, errors) = await cluster.Run("replay", sweep);
        Assert.True(code == 0, output + errors);
    }
}
