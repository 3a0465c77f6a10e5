using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>validate and plan: what can be said of a sweep file without running it.</summary>
public sealed class FileVerbsTests : IDisposable
{
    private const string Yaml = """
        name: cells
        description: Which cell?
        method: grid
        replicates: 2
        parameters:
          cell: [gru, lstm]
          corpus: grammar
          grammar_length: 5000
          hidden: 16
          epochs: 3
        """;

    private readonly SweepCommand sweep = new();

    public FileVerbsTests() => sweep.Write("cells.yaml", Yaml);

    [Fact]
    public async Task Good_file_is_summed_up_in_one_line()
    {
        var said = await sweep.Run("validate", "cells.yaml");

        Assert.Equal(
            "cells.yaml: ok, sweep 'cells' has 2 configurations x 2 seeds = 4 trials, ranked by val_perplexity (lowest first)\n", said.Out);
        Assert.Equal(ExitCodes.Done, said.Code);
    }

    [Fact]
    public async Task Every_error_has_its_line_and_column()
    {
        sweep.Write("bad.yaml", Yaml.Replace("gru", "gruu", StringComparison.Ordinal)
            .Replace("hidden: 16", "hidden: 0", StringComparison.Ordinal));

        Verified.Matches("validate-errors", await sweep.Run("validate", "bad.yaml"));
    }

    [Fact]
    public async Task Override_is_checked_like_the_file()
    {
        var said = await sweep.Run("validate", "cells.yaml", "--set", "parameters.lr=-1");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("--set parameters.lr=-1", said.Error);
    }

    [Fact]
    public async Task Plan_says_where_a_program_runs()
    {
        Directory.CreateDirectory(Path.Combine(sweep.Folder, "configs"));
        sweep.Write("run.sh", "");
        sweep.Write("configs/sweep.yaml", "method: grid\nmetric: loss\ncommand: [sh, run.sh]\nparameters: {a: 1}\n");

        var there = await sweep.Run("plan", "configs/sweep.yaml");
        File.Move(Path.Combine(sweep.Folder, "run.sh"), Path.Combine(sweep.Folder, "configs", "run.sh"));
        var beside = await sweep.Run("plan", "configs/sweep.yaml");

        Assert.Contains("  runs in {folder} (where the command was typed)\n", there.Error);
        Assert.Contains("  runs in {folder}/configs (the sweep file's, which has run.sh; {folder} has not)\n", beside.Error);
    }

    [Fact]
    public async Task Absent_file_is_wrong_input()
    {
        var said = await sweep.Run("validate", "cell.yaml");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("cell.yaml: there is no such file; did you mean 'cells.yaml'?", said.Error);
    }

    [Fact]
    public async Task Plan_tells_what_the_run_cap_leaves_constant_from_what_the_file_does()
    {
        sweep.Write("capped.yaml", """
            name: capped
            experiment: noop
            method: grid
            metric: loss
            run_cap: 2
            parameters: {epochs: 1, x: [0.3, 0.9], y: [1, 2]}
            """);

        var said = await sweep.Run("plan", "capped.yaml");

        Assert.Contains("  the same in all of these, though the file has more values: x\n", said.Error, StringComparison.Ordinal);
        Assert.Contains("  always: epochs=1\n", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_lists_trials_and_sums_them_up() =>
        Verified.Matches("plan", await sweep.Run("plan", "cells.yaml", "--workers", "2"));

    [Fact]
    public async Task Plan_writes_nothing()
    {
        await sweep.Run("plan", "cells.yaml");

        Assert.Equal(["cells.yaml"], Directory.EnumerateFileSystemEntries(sweep.Folder).Select(Path.GetFileName));
    }

    public void Dispose() => sweep.Dispose();
}
