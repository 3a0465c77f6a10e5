namespace Sweep.Cluster.Tests;

/// <summary>Promises 1 to 3: whatever is killed with SIGKILL and whenever, each trial is final once, each epoch has one row,
/// and no bit differs.</summary>
public sealed class KillTests(UndisturbedRun undisturbed) : IClassFixture<UndisturbedRun>
{
    [Theory]
    [InlineData(1, Victim.Worker)]
    [InlineData(2, Victim.Worker)]
    [InlineData(3, Victim.Worker)]
    [InlineData(4, Victim.Run)]
    [InlineData(5, Victim.Run)]
    [InlineData(6, Victim.Run)]
    [InlineData(7, Victim.Both)]
    [InlineData(8, Victim.Both)]
    [InlineData(9, Victim.Both)]
    [InlineData(10, Victim.Run)]
    public async Task Killed_at_a_random_moment_and_resumed_gives_the_rows_of_an_undisturbed_run(int seed, Victim victim)
    {
        using var workspace = new Workspace();
        var file = workspace.Write("small.yaml", SmallSweep.Yaml);
        var moment = new Random(seed);

        var killed = await Killing.RunAndKill(
            workspace, file, victim, moment, (SmallSweep.Trials - 2) * SmallSweep.Epochs);
        // Either way goes on: with the file once more, or from the ledger alone.
        await Killing.UntilDone(workspace, seed % 2 == 0 ? ["run", file] : ["resume", "small"]);

        Assert.Equal(SmallSweep.Trials, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(SmallSweep.Trials, workspace.Count("SELECT count(*) FROM trials"));
        Assert.Equal(SmallSweep.Trials * SmallSweep.Epochs, workspace.Count("SELECT count(*) FROM epochs"));
        Assert.Equal(undisturbed.Bits, workspace.Bits());
        Assert.True(killed > 0, "nothing was killed: the sweep was over before the chosen moment");
        Assert.True(workspace.Count("SELECT max(attempts) FROM trials") > 1, "no trial needed a second attempt: the kill hit nobody");
    }

    [Fact]
    public async Task Workers_die_with_the_process_that_started_them()
    {
        using var workspace = new Workspace();
        using var run = SweepProgram.Start(workspace.Folder, "run", workspace.Write("small.yaml", SmallSweep.Yaml), "--workers", "2");
        Assert.True(await run.Until(() => SweepProgram.WorkersOf(run.Pid).Count == 2), run.Errors);
        var workers = SweepProgram.WorkersOf(run.Pid);

        run.Kill();

        await Eventually.Holds(() => workers.All(pid => !SweepProgram.IsAlive(pid)), "a worker outlived its node by ten seconds");
    }
}
