using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;
using Sweep.Contracts.Rows;

namespace Sweep.Client.Tests.Verbs;

/// <summary>Tables show twenty rows unless more are asked for, and say how many more there are; what programs read is complete.</summary>
public sealed class LongListingTests : IAsyncLifetime
{
    private const int Configurations = 30;

    private readonly SweepCommand sweep = new();

    public async ValueTask InitializeAsync()
    {
        await using var cells =
            await LedgerScenario.Cells(sweep.Ledger, "cells", 1.5, [.. Enumerable.Range(0, Configurations).Select(i => $"c{i}")]);
        for (var trial = 0; trial < 2 * Configurations; trial++) await cells.Completed(trial, 2 + trial);
        await cells.End(SweepStatus.Finished);
    }

    public ValueTask DisposeAsync()
    {
        sweep.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("and 10 more (--all shows all, --limit N so many)", "top", "cells")]
    [InlineData("and 40 more (--all shows all, --limit N so many)", "show", "cells")]
    [InlineData("the first 20 rows of more (--all shows all, --limit N so many)", "query", "select * from epochs")]
    [InlineData("and 40 more (--all shows all, --limit N so many)", "export", "cells", "--format", "table")]
    [InlineData("the first 20 rows of more (--all shows all, --limit N so many)", "export", "cells", "--what", "epochs",
        "--format", "table")]
    [InlineData("and 10 more (--all shows all, --limit N so many)", "export", "cells", "--what", "leaderboard", "--format", "table")]
    public async Task A_table_shows_twenty_rows_and_says_that_there_are_more(string more, params string[] args)
    {
        var said = await sweep.Run(args);

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains(more, said.Error);
        Assert.Equal(20, Rows(said));
    }

    [Theory]
    [InlineData(30, "top", "cells", "--all")]
    [InlineData(25, "top", "cells", "--limit", "25")]
    [InlineData(60, "show", "cells", "--all")]
    [InlineData(3, "show", "cells", "-n", "3")]
    [InlineData(120, "query", "select * from epochs", "--all")]
    [InlineData(120, "export", "cells", "--what", "epochs", "--format", "table", "--all")]
    [InlineData(120, "query", "select * from epochs", "--limit", "120")]
    public async Task As_many_as_are_asked_for_are_shown(int rows, params string[] args) => Assert.Equal(rows, Rows(await sweep.Run(args)));

    [Theory]
    [InlineData(30, "top", "cells")]
    [InlineData(120, "query", "select * from epochs")]
    [InlineData(60, "export", "cells")]
    [InlineData(120, "export", "cells", "--what", "epochs")]
    [InlineData(30, "export", "cells", "--what", "leaderboard")]
    [InlineData(7, "export", "cells", "--limit", "7")]
    public async Task Programs_get_every_row_unless_they_ask_for_fewer(int rows, params string[] args)
    {
        var json = await sweep.Run([.. args, "--format", "json"]);
        var csv = await sweep.Run([.. args, "--format", "csv"]);

        Assert.Equal((rows, ""), (JsonNode.Parse(json.Out)!.AsArray().Count, json.Error));
        Assert.Equal(rows + 1, csv.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_sweep_as_json_holds_every_trial() =>
        Assert.Equal(60, JsonNode.Parse((await sweep.Run("show", "cells", "--format", "json")).Out)!["trials"]!.AsArray().Count);

    [Fact]
    public async Task The_same_run_again_ends_with_twenty_rows_and_the_command_for_all()
    {
        sweep.Write("many.yaml", """
            name: many
            experiment: noop
            method: grid
            metric: {name: loss, goal: minimize}
            parameters:
              value: VALUES
              epochs: 1
            """.Replace("VALUES", $"[{string.Join(", ", Enumerable.Range(1, 25))}]", StringComparison.Ordinal));
        sweep.Host = _ => new ScriptedSweep(sweep.Ledger, trial => 1 + trial);

        var said = await sweep.Run("run", "many.yaml");

        Assert.Equal(20, Rows(said));
        Assert.Contains("and 5 more ('sweep top many --all' shows all)", said.Error);
    }

    [Fact]
    public async Task Two_answers_to_one_question_are_refused()
    {
        var said = await sweep.Run("top", "cells", "--all", "--limit", "3");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("--limit and --all exclude each other", said.Error);
    }

    private static int Rows(Said said) =>
        said.Out.Split('\n').SkipWhile(line => !line.StartsWith('─')).Skip(1).Count(line => line.Length > 0);
}
