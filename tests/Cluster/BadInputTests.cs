using System.Text;

namespace Sweep.Cluster.Tests;

/// <summary>Promise 4: bad input gives exit code 2, one clear message with its position, no stack trace, and nothing is written.</summary>
public sealed class BadInputTests
{
    private const string Good = """
        name: small
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          cell: [rnn, gru]
          lr: 0.5
          corpus: grammar
          epochs: 1
        """;

    public static TheoryData<string, string, string, string> BadFiles => new()
    {
        { "unknown key", Good + "\nreplicats: 2", "9:1", "replicates" },
        { "unknown parameter", Good + "\n  hiden: 16", "9:3", "hidden" },
        { "misspelt value", Good.Replace("[rnn, gru]", "[rnn, grru]"), "5:15", "gru" },
        { "wrong type", Good.Replace("epochs: 1", "epochs: many"), "8:11", "many" },
        { "empty list", Good.Replace("[rnn, gru]", "[]"), "5:9", "cell" },
        { "duplicate parameter", Good + "\n  lr: 0.1", "9:3", "lr" },
        { "min above max", Good.Replace("method: grid", "method: random\nrun_cap: 3")
            .Replace("lr: 0.5", "lr: {min: 2.0, max: 1.0}"), "7:", "min" },
        { "log of zero", Good.Replace("method: grid", "method: random\nrun_cap: 3")
            .Replace("lr: 0.5", "lr: {distribution: log_uniform_values, min: 0, max: 1.0}"), "7:", "log" },
        { "text corpus missing", Good.Replace("corpus: grammar", "corpus: nowhere.txt"), "7:", "nowhere.txt" },
        { "corpus shorter than one batch", Good.Replace("corpus: grammar", "corpus: short.txt"), "7:", "short.txt" },
        { "hidden 0", Good + "\n  hidden: 0", "9:11", "hidden" },
        { "metric no report carries", Good.Replace("val_perplexity", "val_perplexitty"), "3:", "val_perplexity" },
        { "YAML syntax error", Good.Replace("[rnn, gru]", "[rnn, gru"), "", "small.yaml:" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task Rejects(string what, string yaml, string position, string mentions)
    {
        using var workspace = new Workspace();
        workspace.Write("short.txt", "too short");
        var file = workspace.Write("small.yaml", yaml);

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", file);

        Assert.True(code == 2, $"{what}: exit {code}\n{output}\n{errors}");
        Assert.Contains($"small.yaml:{position}", errors);
        Assert.Contains(mentions, errors);
        AssertClean(workspace, output, errors);
    }

    [Fact]
    public async Task Rejects_a_binary_file()
    {
        using var workspace = new Workspace();
        var file = Path.Combine(workspace.Folder, "small.yaml");
        await File.WriteAllBytesAsync(file, [0x7f, (byte)'E', (byte)'L', (byte)'F', 0, 1, 2, 0xff], TestContext.Current.CancellationToken);

        await RejectsFile(workspace, file, "text");
    }

    [Fact]
    public async Task Rejects_ten_megabytes_of_yaml()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("small.yaml", new StringBuilder(Good).Append('\n').Append('#', 10_000_000).ToString());

        await RejectsFile(workspace, file, "too large");
    }

    [Fact]
    public async Task Rejects_a_file_that_is_not_there()
    {
        using var workspace = new Workspace();

        await RejectsFile(workspace, Path.Combine(workspace.Folder, "smal.yaml"), "smal.yaml");
    }

    [Fact]
    public async Task Rejects_a_ledger_that_is_not_sqlite()
    {
        using var workspace = new Workspace();
        var text = new string('x', 5000);
        File.WriteAllText(workspace.Ledger, text);

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", workspace.Write("small.yaml", Good));

        Assert.True(code == 2, $"exit {code}\n{output}\n{errors}");
        Assert.Contains("sweep.db", errors);
        Assert.DoesNotContain("   at ", errors);
        Assert.Equal(text, File.ReadAllText(workspace.Ledger));
    }

    [Fact]
    public async Task Rejects_a_ledger_of_a_newer_version()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("small.yaml", Good);
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "run", file, "--set", "hidden=8", "--workers", "1")).Code);
        workspace.Execute("PRAGMA user_version = 9999");

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "top", "small");

        Assert.True(code == 2, $"exit {code}\n{output}\n{errors}");
        Assert.Contains("newer", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task Rejects_a_ledger_that_cannot_be_written()
    {
        using var workspace = new Workspace();

        var (code, output, errors) = await SweepProgram.Run(
            workspace.Folder, "run", workspace.Write("small.yaml", Good), "--db", "/proc/sweep.db");

        Assert.True(code == 2, $"exit {code}\n{output}\n{errors}");
        Assert.Contains("/proc/sweep.db", errors);
        AssertClean(workspace, output, errors);
    }

    private static async Task RejectsFile(Workspace workspace, string file, string mentions)
    {
        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", file);

        Assert.True(code == 2, $"exit {code}\n{output}\n{errors}");
        Assert.Contains(Path.GetFileName(file), errors);
        Assert.Contains(mentions, errors);
        AssertClean(workspace, output, errors);
    }

    private static void AssertClean(Workspace workspace, string output, string errors)
    {
        Assert.Equal("", output);
        Assert.DoesNotContain("   at ", errors);
        Assert.False(File.Exists(workspace.Ledger), "a ledger was written");
    }
}
