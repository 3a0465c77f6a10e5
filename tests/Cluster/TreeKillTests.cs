namespace Sweep.Cluster.Tests;

/// <summary>What <see cref="KillTests"/> promises holds for recursive networks, too: every report of a sweep that was killed has the
/// bits of one that was not.</summary>
public sealed class TreeKillTests
{
    private const int Trials = 4;
    private const int Epochs = 6;

    private const string Yaml = """
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
    public async Task Killed_at_random_moments_and_resumed_gives_the_reports_of_an_undisturbed_run()
    {
        using var quiet = new Workspace();
        await Killing.UntilDone(quiet, "run", quiet.Write("trees.yaml", Yaml));
        var expected = Reports(quiet);
        Assert.Equal(Trials * Epochs, expected.Count);

        foreach (var (victim, seed) in new[] { (Victim.Worker, 1), (Victim.Run, 2), (Victim.Both, 3) })
        {
            using var workspace = new Workspace();
            var file = workspace.Write("trees.yaml", Yaml);

            var killed = await Killing.RunAndKill(workspace, file, victim, new Random(seed), (Trials - 2) * Epochs);
            await Killing.UntilDone(workspace, "resume", "trees");

            Assert.Equal(expected, Reports(workspace));
            Assert.True(killed > 0, "nothing was killed: the sweep was over before the chosen moment");
            Assert.True(workspace.Count("SELECT max(attempts) FROM trials") > 1, "no trial needed a second attempt: the kill hit nobody");
        }
    }

    private static IReadOnlyList<string> Reports(Workspace workspace) => workspace.Query<string>("""
        SELECT printf('%d %d %s', trial, epoch, json_remove(metrics, '$.tokens_per_second')) FROM epochs ORDER BY trial, epoch
        """);
}
