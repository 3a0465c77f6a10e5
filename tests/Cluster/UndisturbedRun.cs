namespace Sweep.Cluster.Tests;

/// <summary>The numbers of a run that nobody disturbed, on two workers; computed once.</summary>
public sealed class UndisturbedRun : IAsyncLifetime
{
    public string Bits { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("small.yaml", SmallSweep.Yaml);

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "2");

        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
        Bits = workspace.Bits();
        Assert.Equal(SmallSweep.Trials * SmallSweep.Epochs, Bits.Split('\n').Length);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
