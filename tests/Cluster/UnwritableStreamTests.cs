namespace Sweep.Cluster.Tests;

/// <summary>A line that cannot be written ends no work, and results that cannot be printed are an error of the output,
/// not of the sweep.</summary>
public sealed class UnwritableStreamTests(UnwritableStreamTests.FinishedSweep finished) : IClassFixture<UnwritableStreamTests.FinishedSweep>
{
    private const string Yaml = """
        name: short
        experiment: noop
        method: grid
        parameters: {x: [0.3, 0.9], fail: [none, error], fail_attempts: 1, epochs: 2}
        retries: 1
        """;

    /// <summary>A ledger to look at.</summary>
    public sealed class FinishedSweep : IAsyncLifetime
    {
        internal Workspace Workspace { get; } = new();

        public async ValueTask InitializeAsync()
        {
            Workspace.Write("short.yaml", Yaml);
            var (code, _, errors) = await SweepProgram.Run(Workspace.Folder, "run", "short.yaml", "--workers", "2", "--quiet");
            Assert.True(code == 0, errors);
        }

        public ValueTask DisposeAsync()
        {
            Workspace.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    public static TheoryData<string, int, string> Streams => new()
    {
        { "2>/dev/full", 0, "" },
        { "2>&-", 0, "" },
        { "<&- 2>&-", 0, "" },
        { ">/dev/full", 1, "standard output cannot be written: No space left on device" },
        { ">&-", 1, "standard output cannot be written: Bad file descriptor" },
        { ">/dev/full 2>&1", 1, "" },
        { "<&- >&- 2>&-", 1, "" },
        { "2>&1 | head -1", 0, "" },
        { "2>/dev/null --json | head -1", 0, "" },
        { "2>/dev/null --json >/dev/full", 1, "" },
    };

    [Theory, MemberData(nameof(Streams))]
    public async Task A_run_goes_on_to_its_end(string redirection, int code, string words)
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);

        var (found, output, errors) = await Shell(workspace, $"'{{sweep}}' run short.yaml --workers 2 {redirection}");

        Assert.Equal(4, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(8, workspace.Count("SELECT count(*) FROM epochs"));
        Assert.Equal("ok", workspace.Query<string>("PRAGMA integrity_check")[0]);
        Assert.True(code == found, $"exit {found}\n{output}\n{errors}");
        Assert.Contains(words, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", errors + output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("validate short.yaml")]
    [InlineData("plan short.yaml")]
    [InlineData("ls")]
    [InlineData("top short")]
    [InlineData("show short")]
    [InlineData("show short --yaml")]
    [InlineData("compare short --by x")]
    [InlineData("query \"select * from trials\" --format json")]
    [InlineData("export short")]
    [InlineData("watch short --json")]
    [InlineData("doctor")]
    public async Task A_verb_that_prints_says_that_it_could_not(string verb)
    {
        foreach (var (redirection, code, words) in new[]
        {
            (">/dev/full", 1, "standard output cannot be written: No space left on device"),
                (">&-", 1, "standard output cannot be written: Bad file descriptor"), ("2>&- | true", 0, ""),
        })
        {
            var (found, output, errors) = await Shell(finished.Workspace, $"'{{sweep}}' {verb} {redirection}");
            Assert.True(code == found, $"{redirection}: exit {found}\n{output}\n{errors}");
            Assert.Contains(words, errors, StringComparison.Ordinal);
            Assert.DoesNotContain("defect", errors + output);
        }
    }

    [Theory, InlineData(2, "ls"), InlineData(2, "nonsense"), InlineData(2, "run none.yaml")]
    public async Task A_mistake_keeps_its_exit_code_where_it_cannot_be_told(int code, string verb)
    {
        using var workspace = new Workspace();

        foreach (var redirection in (string[])["2>/dev/full", "2>&-", ">/dev/full 2>&1", "<&- >&- 2>&-"])
            Assert.Equal(code, (await Shell(workspace, $"'{{sweep}}' {verb} {redirection}")).Code);
    }

    [Fact]
    public async Task Endless_rows_end_when_nobody_reads_them()
    {
        const string endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";

        foreach (var format in (string[])["csv", "json", "table"])
        {
            var (code, output, errors) = await Shell(finished.Workspace,
                $"export DOTNET_GCHeapHardLimit=0x8000000; '{{sweep}}' query \"{endless}\" --format {format} | head -3; exit " +
                $"${{PIPESTATUS[0]}}");
            Assert.True(code == 0, $"{format}: exit {code}\n{output}\n{errors}");
            Assert.Equal(3, output.TrimEnd().ReplaceLineEndings("\n").Split('\n').Length);
        }
    }

    [Theory]
    [InlineData(">/dev/full 2>&1")]
    [InlineData("<&- >&- 2>&-")]
    public async Task A_node_that_cannot_tell_serves(string redirection)
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        using var silo = SweepProgram.StartCommand(workspace.Folder,
            ["/bin/bash", "-c",
                $"'{{sweep}}' silo --cluster sweep.db --workers 2 --device cpu --port 0 --gateway-port 0 --name a {redirection}; exit"]);
        await Eventually.Holds(() =>
            workspace.Count("SELECT count(*) FROM member WHERE status = 3") > 0, "the node did not join", seconds: 60);

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", "short.yaml", "--cluster", "sweep.db");

        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
        Assert.Equal(4, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        foreach (var node in SweepProgram.ProgramsOf(silo.Pid)) SweepProgram.Signal(node, 15);
        await silo.Exit();
    }

    /// <summary>No file that the program opens may get the number of a standard stream: what it says would go into it.</summary>
    [Fact]
    public async Task Closed_streams_are_not_taken_by_other_files()
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        using var run = SweepProgram.StartCommand(workspace.Folder,
            ["/bin/bash", "-c", "exec '{sweep}' run short.yaml --set parameters.epoch_seconds=1 --workers 2 <&- >&- 2>&-"]);
        await Eventually.Holds(() =>
            workspace.Count("SELECT count(*) FROM trials WHERE status = 'running'") == 2, "the sweep did not begin", seconds: 60);

        foreach (var descriptor in (int[])[0, 1, 2])
            Assert.Equal("/dev/null", File.ResolveLinkTarget($"/proc/{run.Pid}/fd/{descriptor}", returnFinalTarget: false)!.FullName);
        Assert.Equal(1, await run.Exit());
    }

    private static async Task<(int Code, string Output, string Errors)> Shell(Workspace workspace, string script)
    {
        using var shell = SweepProgram.StartCommand(workspace.Folder, ["/bin/bash", "-o", "pipefail", "-c", script]);
        return (await shell.Exit(), shell.Output, shell.Errors);
    }
}
