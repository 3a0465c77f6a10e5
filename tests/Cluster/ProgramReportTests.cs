namespace Sweep.Cluster.Tests;

/// <summary>Promise: every report of a plain program counts, as those of the built-in experiments do.</summary>
public sealed class ProgramReportTests
{
    private const string Program = """
        for e in 1 2 3 4 5 6; do
          awk "BEGIN { print \"{\\\"loss\\\": \" $lr / $e \"}\" }"
          sleep 0.15
        done
        """;

    private const string Sweep = """
        name: curves
        method: grid
        metric: {name: loss, goal: minimize}
        early_terminate: {type: hyperband, min_iter: 2, eta: 2}
        command: [sh, -c, 'for word in "$@"; do export "$word"; done; . ./program.sh', sh, "${args_no_hyphens}"]
        parameters: {lr: [0.1, 0.2, 0.4, 0.8]}
        """;

    [Fact]
    public async Task Curves_are_kept_and_the_hopeless_trials_are_stopped_early()
    {
        using var workspace = new Workspace();
        workspace.Write("program.sh", Program);

        var file = workspace.Write("curves.yaml", Sweep);

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");

        Assert.True(code == 0, errors);
        Assert.Contains("rank", output);
        Assert.Equal(6, workspace.Count("SELECT count(*) FROM epochs WHERE trial = 0"));
        Assert.Equal(["completed", "stopped"], workspace.Query<string>("SELECT DISTINCT status FROM trials ORDER BY status"));
        Assert.Equal(["stopped"], workspace.Query<string>("SELECT status FROM trials WHERE number = 3"));
        Assert.Equal(0, workspace.Count("SELECT count(*) FROM trials t WHERE metric <> (SELECT min(json_extract(metrics, '$.loss')) " +
            "FROM epochs e WHERE e.trial = t.number)"));
        Assert.Equal(6, workspace.Count("SELECT best_epoch FROM trials WHERE number = 0"));
    }

    [Fact]
    public async Task A_program_that_prints_once_has_one_epoch()
    {
        using var workspace = new Workspace();
        workspace.Write("program.sh", "echo \"{\\\"loss\\\": $lr}\"");

        await SweepProgram.Run(workspace.Folder, "run", workspace.Write("curves.yaml", Sweep), "--workers", "1");

        Assert.Equal([1L], workspace.Query<long>("SELECT DISTINCT epochs_done FROM trials"));
        Assert.Equal(["completed"], workspace.Query<string>("SELECT DISTINCT status FROM trials"));
    }
}
