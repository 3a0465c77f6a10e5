namespace Sweep.Cluster.Tests;

/// <summary>A sweep whose sampler and rule look at results: whatever is killed, every decision follows from what it knew.</summary>
public sealed class LearningSweepTests
{
    private const int Trials = 16;

    private const string Yaml =
        """
        name: learning
        method: gp
        experiment: noop
        run_cap: 16
        early_terminate: {type: median, n_startup_trials: 3}
        parameters:
          epochs: {value: 5}
          epoch_seconds: {value: 0.02}
          x: {min: -2.0, max: 2.0}
          y: {min: -2.0, max: 2.0}
        """;

    [Theory]
    [InlineData(6)]
    [InlineData(25)]
    [InlineData(40)]
    public async Task Killed_and_resumed_its_decisions_are_derived_again(int epochs)
    {
        using var workspace = new Workspace();
        var file = workspace.Write("learning.yaml", Yaml);
        using (var run = SweepProgram.Start(workspace.Folder, "run", file, "--workers", "2"))
        {
            Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= epochs), run.Errors);
            run.Kill();
            await run.Exit();
        }

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "resume", "learning", "--workers", "2");

        Assert.True(code == 0, errors);
        Assert.Equal(Trials, workspace.Count("SELECT count(*) FROM trials WHERE status IN ('completed', 'stopped')"));
        Assert.Equal(Trials, workspace.Count("SELECT count(*) FROM decisions WHERE kind = 'start'"));
        Assert.Equal(workspace.Count("SELECT max(number) FROM decisions"), workspace.Count("SELECT count(*) FROM decisions"));
        // Nobody trains on after a stop: the epoch that it was decided for is the last one.
        Assert.Equal(0, workspace.Count("SELECT count(*) FROM trials WHERE status = 'stopped' AND epochs_done = epochs"));
        var (replayed, output, said) = await SweepProgram.Run(workspace.Folder, "replay", "learning");
        Assert.True(replayed == 0, output + said);
        Assert.EndsWith("each follows from what it knew", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_wait_at_rungs_without_a_slot_and_go_on_from_their_checkpoints_whoever_dies()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("halving.yaml", Yaml.Replace("learning", "halving", StringComparison.Ordinal)
            .Replace("method: gp", "method: random", StringComparison.Ordinal)
            .Replace("{type: median, n_startup_trials: 3}", "{type: asha, eta: 2, max_iter: 5}", StringComparison.Ordinal));
        using (var run = SweepProgram.Start(workspace.Folder, "run", file, "--workers", "2"))
        {
            Assert.True(
                await run.Until(() => workspace.Count("SELECT count(*) FROM decisions WHERE kind = 'resume'") >= 2), run.Errors);
            run.Kill();
            await run.Exit();
        }

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "resume", "halving", "--workers", "2");

        Assert.True(code == 0, errors);
        Assert.Equal(Trials, workspace.Count("SELECT count(*) FROM trials WHERE status IN ('completed', 'stopped')"));
        Assert.True(workspace.Count("SELECT count(*) FROM attempts WHERE outcome = 'paused'") > 0, "nobody paused");
        // Who was among the best when few had come may not be in the end, so a little more than half of them get beyond a rung.
        Assert.InRange(workspace.Count("SELECT count(*) FROM trials WHERE status = 'stopped' AND epochs_done = 1"), 1, Trials - 1);
        Assert.InRange(workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"), 1, Trials - 1);
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "replay", "halving")).Code);
    }

    [Fact]
    public async Task A_log_that_was_changed_is_told_apart()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("learning.yaml", Yaml);
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "run", file)).Code);

        workspace.Execute("UPDATE event SET value = value - 10 WHERE number = 3");
        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "replay", "learning");

        Assert.Equal(1, code);
        Assert.Contains("learning: decision ", output, StringComparison.Ordinal);
        Assert.Contains("The log was written by another version of Sweep, or was changed", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_decided_there_is_nothing_to_derive()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("small.yaml", SmallSweep.Yaml);
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "run", file)).Code);

        var (code, output, _) = await SweepProgram.Run(workspace.Folder, "replay", "small");

        Assert.Equal((0, true), (code, output.Contains("nothing was decided after its submission", StringComparison.Ordinal)));
    }
}
