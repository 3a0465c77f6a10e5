namespace Sweep.Cluster.Tests;

/// <summary>Promise: a program that was mended, or goes on from a checkpoint of its own, adds to what is there and repeats
/// nothing else.</summary>
public sealed class MendedProgramTests
{
    [Fact]
    public async Task After_a_program_was_mended_only_the_trials_run_again_that_failed()
    {
        using var workspace = new Workspace();
        const string program = "echo $1 >> ran; echo '{\"loss\": 1}'; [ $1 != x=2 ] && [ $1 != x=4 ]";
        workspace.Write("program.sh", program);
        var file = workspace.Write("t.yaml", """
            name: t
            method: grid
            metric: {name: loss, goal: minimize}
            retries: 0
            command: [sh, program.sh, "${args_no_hyphens}"]
            parameters: {x: [1, 2, 3, 4, 5]}
            """);

        var run = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");
        Assert.Equal(1, run.Code);
        Assert.Equal(["completed", "failed", "completed", "failed", "completed"], Statuses(workspace));

        workspace.Write("program.sh", "echo $1 >> ran; echo '{\"loss\": 0.5}'");
        var resumed = await SweepProgram.Run(workspace.Folder, "resume", "t", "--retry-failed", "--workers", "1");

        Assert.True(resumed.Code == 0, resumed.Errors);
        var ran = await File.ReadAllLinesAsync(Path.Combine(workspace.Folder, "ran"), TestContext.Current.CancellationToken);
        Assert.Equal(["x=1", "x=2", "x=3", "x=4", "x=5", "x=2", "x=4"], ran);
        Assert.Equal(Enumerable.Repeat("completed", 5), Statuses(workspace));
        Assert.Equal([1.0, 0.5, 1.0, 0.5, 1.0], workspace.Query<double>("SELECT metric FROM trials ORDER BY number"));
        Assert.Equal([1L, 2L, 1L, 2L, 1L], workspace.Query<long>("SELECT attempts FROM trials ORDER BY number"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Epochs_continue_when_a_program_goes_on_from_a_checkpoint_of_its_own(int first)
    {
        using var workspace = new Workspace();
        // It dies in its fourth epoch, and begins that one again: where it was, its checkpoint says.
        workspace.Write("program.sh", """
            checkpoint=$SWEEP_CHECKPOINTS/mine
            epoch=$(cat "$checkpoint" 2>/dev/null || echo $FIRST)
            while [ $epoch -lt $((FIRST + 6)) ]; do
              echo $epoch > "$checkpoint"
              echo "{\"loss\": $((10 - epoch + FIRST)).$SWEEP_ATTEMPT, \"epoch\": $epoch}"
              [ $SWEEP_ATTEMPT = 1 ] && [ $epoch = $((FIRST + 3)) ] && kill -9 $$
              epoch=$((epoch + 1))
            done
            """);
        var file = workspace.Write("t.yaml", $$"""
            name: t
            method: grid
            metric: {name: loss, goal: minimize}
            command: [env, FIRST={{first}}, sh, program.sh]
            parameters: {x: [1]}
            """);

        var run = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal(["1 1 10.1", "2 1 9.1", "3 1 8.1", "4 2 7.2", "5 2 6.2", "6 2 5.2"], workspace.Query<string>(
            "SELECT printf('%d %d %.1f', epoch, attempt, metrics ->> 'loss') FROM epochs ORDER BY epoch"));
        Assert.DoesNotContain("'epoch' of a report", run.Errors);
        Assert.Equal(6, workspace.Count("SELECT epochs_done FROM trials"));
    }

    private static IReadOnlyList<string> Statuses(Workspace workspace) =>
        workspace.Query<string>("SELECT status FROM trials ORDER BY number");
}
