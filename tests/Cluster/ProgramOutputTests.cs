using Sweep.Cluster.Tests.Silos;

namespace Sweep.Cluster.Tests;

/// <summary>Promise: what a trial writes is kept, and a failure says what its program said last.</summary>
public sealed class ProgramOutputTests
{
    private const string Sweep = """
        name: said
        method: grid
        metric: {name: loss, goal: minimize}
        retries: 1
        command: [sh, program.sh, "${args_no_hyphens}"]
        parameters: {x: [1]}
        """;

    [Fact]
    public async Task Both_streams_of_all_attempts_are_there_to_read()
    {
        using var workspace = new Workspace();
        workspace.Write("program.sh", """
            echo "reading $1"
            printf '50%%\r100%%\n' >&2
            [ $SWEEP_ATTEMPT = 2 ] && echo '{"loss": 1}' && exit 0
            echo 'ValueError: too small' >&2
            echo '   ^^^^' >&2
            exit 3
            """);

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", workspace.Write("said.yaml", Sweep), "--workers", "1");
        var output = await SweepProgram.Run(workspace.Folder, "logs", "said/0");
        var messages = await SweepProgram.Run(workspace.Folder, "logs", "said/0", "--stderr", "--follow");

        Assert.True(code == 0, errors);
        Assert.Contains("the program exited with code 3: ValueError: too small", errors);
        Assert.Equal("reading x=1\n\n--- attempt 2 ---\nreading x=1\n{\"loss\": 1}\n", output.Output);
        Assert.StartsWith("50%\n100%\nValueError: too small\n   ^^^^\n", messages.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task In_a_cluster_the_node_that_ran_a_trial_is_asked()
    {
        using var cluster = new TestCluster(null, nodes: 2, slots: 1, more: _ => ["--allow-commands"]);
        await cluster.Start();
        cluster.Workspace.Write("program.sh", "echo said by $SWEEP_SLOT; echo '{\"loss\": 1}'");

        var run = await cluster.Run("run", cluster.Workspace.Write("said.yaml", Sweep));
        var logs = await cluster.Run("logs", "said/0", "--follow");
        var nothing = await cluster.Run("logs", "said/0", "--stderr");

        Assert.True(run.Code == 0, run.Errors);
        Assert.Matches("^said by n[01]/cpu/0\n", logs.Output.ReplaceLineEndings("\n"));
        Assert.Contains("said/0 wrote nothing to its standard error", nothing.Errors);
    }

    [Fact]
    public async Task A_running_trial_can_be_followed_to_its_end()
    {
        using var workspace = new Workspace();
        workspace.Write("program.sh", "echo first; while [ ! -e go ]; do sleep 0.05; done; echo '{\"loss\": 1}'");
        using var run = SweepProgram.Start(workspace.Folder, "run", workspace.Write("said.yaml", Sweep), "--workers", "1");
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM trials WHERE status = 'running'") > 0));

        using var logs = SweepProgram.Start(workspace.Folder, "logs", "said/0", "--follow");
        Assert.True(await logs.Until(() => logs.Output.Contains("first")));
        workspace.Write("go", "");

        Assert.Equal(0, await logs.Exit());
        Assert.Equal("first\n{\"loss\": 1}\n", logs.Output.ReplaceLineEndings("\n"));
        Assert.Equal(0, await run.Exit());
    }
}
