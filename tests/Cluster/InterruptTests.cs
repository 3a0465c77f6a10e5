namespace Sweep.Cluster.Tests;

/// <summary>Promise 3: Ctrl-C keeps everything and says how to go on.</summary>
public sealed class InterruptTests(UndisturbedRun undisturbed) : IClassFixture<UndisturbedRun>
{
    private const int HangUp = 1;

    private const string LongSweep = """
        name: long
        experiment: noop
        method: grid
        parameters: {epochs: 1000, epoch_seconds: 0.2}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public async Task Interrupted_run_exits_130_with_a_hint_and_resume_finishes_it_to_the_same_bits(int signal)
    {
        using var workspace = new Workspace();
        using var run = SweepProgram.Start(workspace.Folder, "run", workspace.Write("small.yaml", SmallSweep.Yaml), "--workers", "2");
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= 5), run.Errors);

        SweepProgram.Signal(run.Pid, signal);
        var code = await run.Exit();

        Assert.Equal(130, code);
        Assert.Contains("sweep resume small", run.Errors);
        Assert.Equal(0, workspace.Count("SELECT count(*) FROM trials WHERE status NOT IN ('planned', 'completed')"));

        var (resumed, output, errors) = await SweepProgram.Run(workspace.Folder, "resume", "small", "--workers", "2");

        Assert.True(resumed == 0, $"exit {resumed}\n{output}\n{errors}");
        Assert.Equal(undisturbed.Bits, workspace.Bits());
    }

    /// <summary>A shell passes the signal on when its terminal closes, and the system sends it once more when the shell has gone.</summary>
    [Fact]
    public async Task A_terminal_that_closes_says_so_several_times_and_the_run_still_winds_down_in_order()
    {
        using var workspace = new Workspace();
        using var run = SweepProgram.Start(workspace.Folder, "run", workspace.Write("long.yaml", LongSweep), "--workers", "1");
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= 1), run.Errors);

        for (var i = 0; i < 5; i++) SweepProgram.Signal(run.Pid, HangUp);
        var code = await run.Exit();

        Assert.Equal(130, code);
        Assert.Contains("sweep resume long", run.Errors);
        Assert.Equal("interrupted", Assert.Single(workspace.Query<string>("SELECT outcome FROM attempts")));
    }

    [Fact]
    public async Task A_run_that_was_told_to_outlive_its_terminal_does()
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", LongSweep.Replace("epochs: 1000", "epochs: 20"));
        using var run = SweepProgram.StartCommand(workspace.Folder, ["/usr/bin/nohup", "{sweep}", "run", "short.yaml", "--workers", "1"]);
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= 1), run.Errors);

        SweepProgram.Signal(run.Pid, HangUp);

        Assert.Equal(0, await run.Exit());
        Assert.Equal(20, workspace.Count("SELECT count(*) FROM epochs"));
    }
}
