using Sweep.Contracts;

namespace Sweep.Cluster.Tests.Silos;

/// <summary>Trials begin with checkpoints of others on whatever node there is a slot, also when nodes are killed.</summary>
public sealed class PopulationTests
{
    private const string Yaml = """
        name: population
        method: random
        run_cap: 8
        metric: {name: val_perplexity, goal: minimize}
        early_terminate: {type: pbt, interval: 1, quantile: 0.4}
        parameters:
          cell: gru
          lr: {distribution: log_uniform_values, min: 0.001, max: 0.05}
          corpus: grammar
          grammar_length: 12000
          hidden: 32
          num_steps: 20
          batch_size: 16
          optimizer: adam
          epochs: 6
        """;

    [Fact]
    public async Task Each_place_is_trained_to_its_end_whichever_node_dies()
    {
        using var cluster = new TestCluster(null, slots: 1);
        await cluster.Start();
        var ledger = cluster.Workspace;
        var submitted = await cluster.Run("run", ledger.Write("population.yaml", Yaml), "--detach");
        Assert.True(submitted.Code == 0, submitted.Errors);
        using var watch = cluster.Begin("watch", "population", "--json");
        foreach (var forks in new[] { 1, 4 })
        {
            Assert.True(await watch.Until(() =>
                ledger.Count($"SELECT count(*) FROM decisions WHERE kind = '{DecisionKind.Fork.ToString().ToLowerInvariant()}'") >= forks),
                cluster.Logs);
            var victim = cluster.Coordinator("population")!;
            await victim.Kill();
            await victim.Start();
        }

        Assert.True(await watch.Exit() == 0, $"{watch.Output}\n{watch.Errors}\n{cluster.Logs}");
        Assert.Equal(8, ledger.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(ledger.Count("SELECT count(*) FROM decisions WHERE kind = 'fork'"),
            ledger.Count("SELECT count(*) FROM trials WHERE status = 'stopped'"));
        // Each trial has the epochs after its parent's, once.
        const string gaps = """
            SELECT count(*) FROM trials t LEFT JOIN decisions d ON d.sweep = t.sweep AND d.trial = t.number AND d.kind = 'fork'
            WHERE t.epochs_done - coalesce(d.parent_epoch, 0)
              <> (SELECT count(*) FROM epochs e WHERE e.sweep = t.sweep AND e.trial = t.number)
            """;
        Assert.Equal(0, ledger.Count(gaps));
        var (code, output, errors) = await cluster.Run("replay", "population");
        Assert.True(code == 0, output + errors);
        Assert.Equal(0, ledger.Count("SELECT count(*) FROM checkpoint WHERE kind LIKE 'epoch-%'"));
    }
}
