namespace Sweep.Cluster.Tests;

/// <summary>What <see cref="KillTests"/> promises holds for recursive networks, too.</summary>
public sealed class TreeKillTests
{
    internal const string Yaml = """
        name: trees
        experiment: tree
        method: grid
        metric: {name: val_error, goal: minimize}
        parameters:
          model: [recursive, tree-lstm]
          labels: [all, root]
          count: 1000
          depth: 3
          hidden: 48
          dropout: 0.2
          lr: 0.01
          epochs: 6
        """;

    [Fact]
    public Task Killed_at_random_moments_and_resumed_gives_the_reports_of_an_undisturbed_run() =>
        Killing.ChangesNoReport("trees", Yaml, trials: 4, epochs: 6, [(Victim.Worker, 1), (Victim.Run, 2), (Victim.Both, 3)]);
}
