namespace Sweep.Cluster.Tests;

/// <summary>Promise 2: the same sweep gives the same bits, however many workers share it.</summary>
public sealed class RepeatabilityTests(UndisturbedRun undisturbed) : IClassFixture<UndisturbedRun>
{
    [Fact]
    public async Task One_worker_gives_the_bits_of_two()
    {
        using var workspace = new Workspace();

        var (code, output, errors) =
            await SweepProgram.Run(workspace.Folder, "run", workspace.Write("small.yaml", SmallSweep.Yaml), "--workers", "1");

        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
        Assert.Equal(undisturbed.Bits, workspace.Bits());
    }
}
