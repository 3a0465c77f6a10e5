namespace Sweep.Cluster.Tests;

/// <summary>Promise: what cannot work, or takes too long, does not take for ever.</summary>
public sealed class GivingUpTests
{
    [Fact]
    public async Task A_sweep_in_which_nothing_works_pauses_with_the_reason_and_goes_on_when_it_is_mended()
    {
        using var workspace = new Workspace();
        workspace.Write("program.sh", "echo 'error: no such flag --lr' >&2; exit 2");
        var file = workspace.Write("t.yaml", """
            name: t
            method: grid
            metric: {name: loss, goal: minimize}
            command: [sh, program.sh, "${args}"]
            parameters: {lr: {min: 1, max: 30}}
            """);

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");
        Assert.Equal(1, code);
        Assert.Contains("failed in the same way, and none succeeded: the program exited with code 2: error: no such flag --lr", errors);
        Assert.InRange(workspace.Count("SELECT count(*) FROM attempts"), 3, 9);

        workspace.Write("program.sh", "echo '{\"loss\": 1}'");
        var resumed = await SweepProgram.Run(workspace.Folder, "resume", "t", "--workers", "1");

        Assert.Contains("rank", resumed.Output);
        Assert.Equal(28, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
    }

    [Fact]
    public async Task A_trial_that_takes_too_long_is_stopped_with_its_result_so_far_or_has_failed()
    {
        using var workspace = new Workspace();
        workspace.Write("program.sh", "[ $1 = x=1 ] && echo '{\"loss\": 1}'; while :; do sleep 0.05; done");
        var file = workspace.Write("t.yaml", """
            name: t
            method: grid
            metric: {name: loss, goal: minimize}
            timeout: 1s
            command: [sh, program.sh, "${args_no_hyphens}"]
            parameters: {x: [1, 2]}
            """);

        await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");

        Assert.Equal(["stopped", "failed"], workspace.Query<string>("SELECT status FROM trials ORDER BY number"));
        Assert.Equal(["its timeout of 1s is over"], workspace.Query<string>("SELECT DISTINCT reason FROM trials"));
        Assert.Equal(2, workspace.Count("SELECT count(*) FROM attempts"));
    }
}
