namespace Sweep.Cluster.Tests;

/// <summary>Promise: a changed file that adds trials goes on with what is there and repeats nothing.</summary>
public sealed class MoreTrialsTests
{
    private const string Program = "echo $1 >> ran; echo \"{\\\"loss\\\": ${1#x=}}\"";

    [Fact]
    public async Task A_higher_run_cap_of_a_finished_sweep_runs_the_trials_that_it_adds()
    {
        using var workspace = new Workspace();
        var file = Given(workspace, "grid", "x: [5, 4, 3, 2, 1]");
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "run", file, "--set", "run_cap=3", "--workers", "1")).Code);

        var more = await SweepProgram.Run(workspace.Folder, "run", file, "--set", "run_cap=5", "--workers", "1");

        Assert.True(more.Code == 0, more.Errors);
        Assert.Equal(["x=5", "x=4", "x=3", "x=2", "x=1"], await Ran(workspace));
        Assert.Equal(["0 completed 5", "1 completed 4", "2 completed 3", "3 completed 2", "4 completed 1"], workspace.Query<string>(
            "SELECT printf('%d %s %d', number, status, metric) FROM trials ORDER BY number"));
        Assert.Equal(1, workspace.Count("SELECT count(*) FROM sweeps WHERE status = 'finished'"));
    }

    [Fact]
    public async Task A_search_goes_on_under_a_higher_run_cap_and_every_decision_can_be_derived_again()
    {
        using var workspace = new Workspace();
        var file = Given(workspace, "tpe", "x: {min: 0.0, max: 1.0}");
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "run", file, "--set", "run_cap=12", "--workers", "2")).Code);
        var before = await Ran(workspace);

        var more = await SweepProgram.Run(workspace.Folder, "run", file, "--set", "run_cap=15", "--workers", "2");

        Assert.True(more.Code == 0, more.Errors);
        Assert.Equal(before, (await Ran(workspace))[..12]);
        Assert.Equal(15, workspace.Count("SELECT count(DISTINCT config) FROM trials WHERE status = 'completed' AND attempts = 1"));
        var replay = await SweepProgram.Run(workspace.Folder, "replay", "t");
        Assert.True(replay.Code == 0, replay.Output);
    }

    [Fact]
    public async Task More_time_gives_the_trials_a_turn_that_had_none()
    {
        using var workspace = new Workspace();
        var file = Given(workspace, "grid", "x: [3, 2, 1]", "sleep 0.6; " + Program);
        await SweepProgram.Run(workspace.Folder, "run", file, "--set", "budget.time=0.5s", "--workers", "1");
        Assert.Equal(2, workspace.Count("SELECT count(*) FROM trials WHERE status = 'cancelled'"));

        var more = await SweepProgram.Run(workspace.Folder, "run", file, "--set", "budget.time=1h", "--workers", "1");

        Assert.True(more.Code == 0, more.Errors);
        Assert.Equal(["x=3", "x=2", "x=1"], await Ran(workspace));
    }

    private static string Given(Workspace workspace, string method, string parameters, string program = Program)
    {
        workspace.Write("program.sh", program);
        return workspace.Write("t.yaml", $$"""
            name: t
            method: {{method}}
            metric: {name: loss, goal: minimize}
            command: [sh, program.sh, "${args_no_hyphens}"]
            parameters: { {{parameters}} }
            """);
    }

    private static Task<string[]> Ran(Workspace workspace) =>
        File.ReadAllLinesAsync(Path.Combine(workspace.Folder, "ran"), TestContext.Current.CancellationToken);
}
