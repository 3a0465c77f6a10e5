namespace Sweep.Cluster.Tests;

/// <summary>What its user set in the shell reaches a program, through node, worker and guard.</summary>
public sealed class ProgramEnvironmentTests
{
    [Fact]
    public async Task A_user_s_own_threads_and_devices_reach_the_program()
    {
        using var workspace = new Workspace();
        workspace.Write("sweep.yaml", "method: grid\nmetric: loss\ncommand: [sh, run.sh]\nparameters: {a: 1}\n");
        workspace.Write("run.sh",
            "env > seen; echo '{\"loss\": 1, \"threads\":' $OMP_NUM_THREADS ', \"devices\":' $CUDA_VISIBLE_DEVICES '}'");
        var set = new Dictionary<string, string>
        {
            ["OMP_NUM_THREADS"] = "7",
            ["CUDA_VISIBLE_DEVICES"] = "5",
            ["DOTNET_TieredCompilation"] = "1",
        };

        using var program = SweepProgram.Start(workspace.Folder, set, ["run", "sweep.yaml", "--workers", "1"]);

        Assert.True(await program.Exit() == 0, program.Errors);
        Assert.Equal("""{"loss":1,"threads":7,"devices":5}""", workspace.Query<string>("SELECT metrics FROM epochs").Single());
        var seen = File.ReadAllLines(Path.Combine(workspace.Folder, "seen"));
        Assert.Contains("DOTNET_TieredCompilation=1", seen);
        Assert.DoesNotContain(seen, line => line.StartsWith("SWEEP_OUTER_ENVIRONMENT=", StringComparison.Ordinal));
        var table = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "worker-protocol.md")).Split("## Environment")[1];
        Assert.All(seen.Select(line => line.Split('=')[0]).Where(name => name.StartsWith("SWEEP_", StringComparison.Ordinal)),
            name => Assert.Contains($"`{name}`", table));
    }

    [Fact]
    public async Task An_attempt_keeps_what_made_it()
    {
        using var workspace = new Workspace();
        workspace.Write("run.sh", "echo '{\"loss\": 1}'");
        workspace.Write("sweep.yaml", "method: grid\nmetric: loss\ncommand: [sh, run.sh, '${args}']\nparameters: {a: [1, 2]}\n");

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", "sweep.yaml");
        var shown = await SweepProgram.Run(workspace.Folder, "show", "sweep/1");

        Assert.True(code == 0, errors);
        Assert.Equal([1L, 1L], workspace.Query<long>("SELECT made_by ->> '$.command' LIKE '%--a=_' FROM attempts"));
        Assert.All(workspace.Query<string>("SELECT made_by ->> '$.interpreter' FROM attempts"), path => Assert.StartsWith("/", path));
        Assert.Equal(2, workspace.Count("SELECT count(*) FROM attempts WHERE made_by ->> '$.sweep' LIKE '0.%'"));
        Assert.Contains("made by sweep ", shown.Output);
        Assert.Contains("--a=2", shown.Output);
    }
}
