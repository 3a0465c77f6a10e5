namespace Sweep.Cluster.Tests.Chaos;

/// <summary>The numbers of the same sweep on one machine, disturbed by nobody; computed once.</summary>
public sealed class QuietRun : IAsyncLifetime
{
    public string Bits { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        using var workspace = new Workspace();

        var (code, output, errors) =
            await SweepProgram.Run(workspace.Folder, "run", workspace.Write("storm.yaml", ChaosSweep.Yaml), "--workers", "2", "--quiet");

        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
        Bits = workspace.Bits();
        Assert.Equal(ChaosSweep.Trials * ChaosSweep.Epochs, Bits.Split('\n').Length);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
