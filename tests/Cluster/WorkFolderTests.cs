namespace Sweep.Cluster.Tests;

/// <summary>Programs run where the command was typed, as W&amp;B's agent does it, and what cannot run is tried once.</summary>
public sealed class WorkFolderTests
{
    private const string Program = "echo '{\"loss\":' $(cat number.txt) '}'";

    [Fact]
    public async Task A_program_of_the_typed_folder_is_found()
    {
        using var workspace = new Workspace();
        Directory.CreateDirectory(Path.Combine(workspace.Folder, "configs"));
        workspace.Write("main.sh", Program);
        workspace.Write("number.txt", "3");
        workspace.Write("configs/sweep.yaml",
            "method: grid\nmetric: loss\nretries: 0\nprogram: main.sh\ncommand: [sh, '${program}']\nparameters: {a: 1}\n");

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", "configs/sweep.yaml");

        Assert.True(code == 0, errors);
        Assert.Contains($"runs in {workspace.Folder} (where the command was typed)", errors);
        Assert.Equal(3, workspace.Query<double>("SELECT metric FROM trials").Single());
        Assert.Equal(workspace.Folder, workspace.Query<string>("SELECT base_folder FROM sweeps").Single());
    }

    [Fact]
    public async Task What_cannot_be_executed_is_tried_once()
    {
        using var workspace = new Workspace();
        workspace.Write("sweep.yaml", "method: grid\nmetric: loss\ncommand: [sh, -c, no-such-command]\nparameters: {a: 1}\n");

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", "sweep.yaml");

        Assert.Equal(1, code);
        Assert.Contains("was not found on this node", errors);
        Assert.Equal(1, workspace.Count("SELECT count(*) FROM attempts"));
    }
}
