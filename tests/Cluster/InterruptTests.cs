namespace Sweep.Cluster.Tests;

/// <summary>Promise 3: Ctrl-C keeps everything and says how to go on.</summary>
public sealed class InterruptTests(UndisturbedRun undisturbed) : IClassFixture<UndisturbedRun>
{
    [Theory]
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
}
