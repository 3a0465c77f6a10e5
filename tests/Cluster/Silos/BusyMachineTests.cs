using System.Diagnostics;

namespace Sweep.Cluster.Tests.Silos;

/// <summary>A machine with far more to do than it has cores is slow, not dead.</summary>
public sealed class BusyMachineTests
{
    private const string Yaml = """
        name: busy
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        retries: 0
        replicates: 2
        parameters:
          cell: [rnn, gru, lstm]
          corpus: grammar
          grammar_length: 6000
          hidden: 32
          num_steps: 20
          batch_size: 16
          epochs: 3
        """;

    [Fact]
    public async Task No_node_is_declared_dead_and_no_trial_is_taken_from_it()
    {
        using var cluster = new TestCluster(null);
        await cluster.Start();
        var burners = Enumerable.Range(0, 8 * Environment.ProcessorCount)
            .Select(_ => Process.Start("/bin/sh", ["-c", "while :; do :; done"])).ToList();
        try
        {
            var run = await cluster.Run("run", cluster.Workspace.Write("busy.yaml", Yaml), "--quiet");

            Assert.True(run.Code == 0, $"{run.Errors}\n{cluster.Logs}");
            Assert.Equal(["completed"], cluster.Workspace.Query<string>("SELECT DISTINCT outcome FROM attempts"));
            Assert.All(cluster.Nodes, node => Assert.True(node.IsAlive, node.Log));
        }
        finally
        {
            foreach (var burner in burners)
            {
                burner.Kill();
                burner.Dispose();
            }
        }
    }
}
