using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Client.Tests.Given;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Client.Tests.Results;

/// <summary>Rows of a ledger that today's program would not take: whoever looks at them gets a table.</summary>
public sealed class WildNumbersTests : IAsyncLifetime
{
    private readonly SweepCommand sweep = new();

    public async ValueTask InitializeAsync()
    {
        await using var cells = await LedgerScenario.Cells(sweep.Ledger);
        double[] wild = [1e308, -1e308, -1, 0, double.Epsilon, 1e15];
        for (var trial = 0; trial < 3; trial++)
        {
            await cells.Running(trial,
            [
                .. wild.Select((number, i) => Report(i + 1, number, number)), Report(1_000_000_000, 1, 1e308),
                    Report(int.MaxValue, -1, 1e308),
            ]);
        }

        await cells.Completed(3, 1e308, speed: 1e308);
        await cells.Completed(4, -1e308, speed: -1);
        await cells.Completed(5, 5e-324);
        await cells.End(SweepStatus.Interrupted);
    }

    public ValueTask DisposeAsync()
    {
        sweep.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("ls", "--format", "json")]
    [InlineData("top", "cells")]
    [InlineData("top", "cells", "--format", "json")]
    [InlineData("top", "cells", "--format", "csv")]
    [InlineData("show", "cells")]
    [InlineData("show", "cells", "--format", "json")]
    [InlineData("show", "cells/0")]
    [InlineData("show", "cells/0", "--format", "json")]
    [InlineData("show", "cells/0", "--format", "csv")]
    [InlineData("show", "cells/3")]
    [InlineData("show", "cells/4", "--format", "json")]
    [InlineData("compare", "cells", "--by", "cell")]
    [InlineData("compare", "cells", "--by", "cell", "--format", "json")]
    [InlineData("query", "select * from epochs")]
    [InlineData("query", "select 9e999 as far, -9e999 as near, epoch from epochs", "--format", "json")]
    [InlineData("export", "cells", "--what", "epochs")]
    [InlineData("export", "cells", "--what", "epochs", "--format", "json")]
    [InlineData("export", "cells", "--what", "leaderboard", "--format", "json")]
    [InlineData("export", "cells")]
    public async Task Whoever_looks_gets_an_answer(params string[] args)
    {
        var said = await sweep.Run(args);

        Assert.True(said.Code == 0, $"exit {said.Code}: {said.Error}");
        Assert.DoesNotContain("defect", said.Error);
        Assert.All(said.Out.Split('\n'), line => Assert.True(args[0] is "query" or "export" || line.Length < 400, line));
    }

    /// <summary>Values that no column of the program holds, written by another one.</summary>
    [Theory]
    [InlineData("UPDATE trial SET best_epoch = -7000000000", "overflow", "show", "cells/0")]
    [InlineData("UPDATE trial SET started_at = 'yesterday'", "'yesterday' was not recognized", "show", "cells/0")]
    [InlineData("UPDATE attempt SET outcome = 'perhaps'", "there is no outcome 'perhaps'", "show", "cells/0")]
    [InlineData("UPDATE report SET metrics = 'nul'", "'nul' is an invalid JSON literal", "show", "cells/0")]
    [InlineData("UPDATE report SET metrics = 'nul'", "'nul' is an invalid JSON literal", "export", "cells", "--what", "epochs")]
    [InlineData("UPDATE report SET metrics = '[1]'", "expected metrics as a JSON object, found '[1]'", "export", "cells",
        "--what", "epochs")]
    [InlineData("UPDATE report SET attempt = 7000000000", "overflow", "export", "cells", "--what", "epochs")]
    [InlineData("UPDATE report SET attempt = 7000000000", "overflow", "export", "cells", "--what", "epochs", "--format", "json")]
    [InlineData("UPDATE trial SET status = 'perhaps'", "there is no status 'perhaps'", "top", "cells")]
    [InlineData("UPDATE trial SET status = 'perhaps'", "there is no status 'perhaps'", "compare", "cells", "--by", "cell")]
    [InlineData("UPDATE trial SET status = 'perhaps'", "there is no status 'perhaps'", "export", "cells")]
    [InlineData("UPDATE config SET text = 'nul' WHERE first_trial = 0", "expected a configuration as a JSON object, found 'nul'",
        "top", "cells")]
    [InlineData("UPDATE config SET text = 'nul' WHERE first_trial = 0", "expected a configuration as a JSON object, found 'nul'", "compare",
        "cells", "--by", "cell")]
    [InlineData("UPDATE config SET text = 'nul' WHERE first_trial = 0", "expected a configuration as a JSON object, found 'nul'",
        "export", "cells")]
    [InlineData("UPDATE config SET text = 'nul' WHERE first_trial = 0", "expected a configuration as a JSON object, found 'nul'", "export",
        "cells", "--what", "leaderboard")]
    [InlineData("UPDATE config SET text = 'nul' WHERE first_trial = 0", "expected a configuration as a JSON object, found 'nul'",
        "show", "cells")]
    [InlineData("UPDATE config SET text = 'nul' WHERE first_trial = 0", "expected a configuration as a JSON object, found 'nul'",
        "show", "cells/0")]
    [InlineData("UPDATE config SET text = '[]' WHERE first_trial = 0", "expected a configuration as a JSON object, found '[]'", "top",
        "cells", "--format", "csv")]
    public async Task A_value_that_cannot_be_is_named_and_no_defect(string change, string found, params string[] args)
    {
        using (var ledger = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = sweep.Ledger, Pooling = false }.ToString()))
        {
            ledger.Open();
            foreach (var trigger in ledger.Query<string>("SELECT name FROM sqlite_master WHERE type = 'trigger'").ToList())
                ledger.Execute($"DROP TRIGGER {trigger}");
            ledger.Execute($"PRAGMA ignore_check_constraints = 1; {change}");
        }

        var said = await sweep.Run(args);

        Assert.Equal(1, said.Code);
        Assert.Contains("ledger '{folder}/sweep.db' holds a value that cannot be", said.Error);
        Assert.Contains(found, said.Error);
        Assert.DoesNotContain("defect", said.Error);
    }

    private static TrialReport Report(int epoch, double metric, double seconds) => new()
    {
        Epoch = epoch,
        Seconds = seconds,
        Metrics = new Dictionary<string, double> { ["val_perplexity"] = metric, ["tokens_per_second"] = metric, ["mine"] = metric },
    };
}
