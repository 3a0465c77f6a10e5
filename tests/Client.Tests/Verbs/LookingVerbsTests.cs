using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;
using Sweep.Contracts.Rows;

namespace Sweep.Client.Tests.Verbs;

/// <summary>ls, top, show, compare, query, export on a ledger with a finished and an interrupted sweep.</summary>
public sealed class LookingVerbsTests : IAsyncLifetime
{
    private readonly SweepCommand sweep = new();

    public async ValueTask InitializeAsync()
    {
        await using (var cells = await LedgerScenario.Cells(sweep.Ledger))
        {
            await cells.Completed(0, 6.2);
            await cells.Completed(1, 6.4);
            await cells.Completed(2, 4.1);
            await cells.Completed(3, 4.3, speed: 30_000);
            await cells.Crashed(4, attempt: 1, isLast: false);
            await cells.Completed(4, 4.0);
            await cells.Completed(5, 4.25);
            await cells.End(SweepStatus.Finished);
        }
        await using var second = await LedgerScenario.Cells(sweep.Ledger, "second", null, "gru", "lstm", "rnn");
        await second.Completed(0, 5);
        await second.Diverged(2);
        await second.Crashed(3, attempt: 1, isLast: true);
        await second.End(SweepStatus.Interrupted);
    }

    public ValueTask DisposeAsync()
    {
        sweep.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("ls", "ls")]
    [InlineData("ls-json", "ls", "--format", "json")]
    [InlineData("top", "top", "cells")]
    [InlineData("top-json", "top", "cells", "--format", "json", "--limit", "1")]
    [InlineData("top-csv", "top", "cells", "--format", "csv")]
    [InlineData("top-unfinished", "top", "second")]
    [InlineData("show-trial", "show", "cells/4")]
    [InlineData("show-trial-json", "show", "cells/4", "--format", "json")]
    [InlineData("show-failed-trial", "show", "second/3")]
    [InlineData("show-sweep", "show", "cells")]
    [InlineData("show-yaml", "show", "cells", "--yaml")]
    [InlineData("compare", "compare", "cells", "--by", "cell")]
    [InlineData("compare-json", "compare", "cells", "--by", "cell", "--format", "json")]
    [InlineData("query", "query", "select status, count(*) from trials group by status")]
    [InlineData("query-json", "query", "select name, ended_at, 1.5 as x, 2 as x from sweeps order by name", "--format", "json")]
    [InlineData("export-trials", "export", "cells")]
    [InlineData("export-epochs", "export", "cells", "--what", "epochs")]
    [InlineData("export-leaderboard-json", "export", "cells", "--what", "leaderboard", "--format", "json")]
    public async Task Output_is_as_committed(string text, params string[] args) => Verified.Matches(text, await sweep.Run(args));

    [Fact]
    public async Task Perplexity_below_the_floor_raises_the_alarm()
    {
        await using (var wrong = await LedgerScenario.Cells(sweep.Ledger, "wrong", 4.0, "gru"))
        {
            await wrong.Completed(0, 3.0);
            await wrong.Completed(1, 3.1);
            await wrong.End(SweepStatus.Finished);
        }

        var said = await sweep.Run("top", "wrong");

        Assert.Contains("BELOW THE FLOOR", said.Out);
        Assert.Contains("! 1 configuration (trials 0, 1) went below the lowest perplexity", said.Error);
    }

    [Theory]
    [InlineData("there is no sweep 'cels' in {folder}/sweep.db; did you mean 'cells'?", "top", "cels")]
    [InlineData("  it holds: second, cells", "show", "nothing-like-it")]
    [InlineData("sweep 'cells' has no trial 17: its trials are cells/0 to cells/5", "show", "cells/17")]
    [InlineData("expected a trial as NAME/NUMBER, such as 'cells/17', found 'cells/xx'", "show", "cells/xx")]
    [InlineData("did you mean 'cell'?", "compare", "cells", "--by", "cel")]
    [InlineData("nothing to compare", "compare", "cells", "--by", "hidden")]
    [InlineData("only reads", "query", "delete from trial")]
    [InlineData("no such table", "query", "select * from trails")]
    [InlineData("--what expects trials, epochs or leaderboard, found 'epoch'; did you mean 'epochs'?", "export", "cells",
        "--what", "epoch")]
    [InlineData("there is no ledger", "ls", "--db", "other.db")]
    [InlineData("the argument 'name' is missing (name of the sweep", "top")]
    [InlineData("the argument 'trial' is missing (a trial, such as cells/17)", "generate")]
    [InlineData("the argument 'sql' is missing", "query")]
    [InlineData("--json and --format exclude each other", "run", "none.yaml", "--json", "--format", "csv")]
    [InlineData("--json and --quiet exclude each other", "resume", "cells", "--json", "--quiet")]
    [InlineData("'--by' is required", "compare", "cells")]
    [InlineData("unknown option '--lmit'; did you mean '--limit'?", "top", "cells", "--lmit", "3")]
    [InlineData("--limit expects a whole number of at least 1, found '0'", "top", "cells", "--limit", "0")]
    [InlineData("--limit expects a whole number of at least 1, found 'x'", "top", "cells", "--limit", "x")]
    [InlineData("--limit expects a whole number of at least 1, found '0'", "nodes", "--limit", "0")]
    [InlineData("--length expects a whole number from 1 to 1,000,000, found '0'", "generate", "cells/0", "--length", "0")]
    [InlineData("--temperature expects a number of at least 0, found 'hot'", "generate", "cells/0", "--temperature", "hot")]
    [InlineData("expected a trial as NAME/NUMBER, such as 'cells/0', found 'cells'", "generate", "cells")]
    [InlineData("unknown verb 'tpo'; did you mean 'top'?", "tpo", "cells")]
    [InlineData("--format expects table, json or csv, found 'jsn'; did you mean 'json'?", "ls", "--format", "jsn")]
    public async Task Wrong_input_is_named_with_the_way_out_and_exit_code_2(string expected, params string[] args)
    {
        var said = await sweep.Run(args);

        Assert.Contains(expected, said.Error);
        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Empty(said.Out);
    }

    [Fact]
    public async Task An_answer_without_an_end_is_a_table_with_a_bound()
    {
        var said = await sweep.Run("query",
            "with recursive n(i) as (select 1 union all select i + 1 from n) select i, hex(zeroblob(3000)) as long from n", "--all");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Equal("! the first 1,047 rows, as many as a table holds: --format csv or json gives all, 'limit' asks for fewer\n",
            said.Error);
        Assert.Contains($"\n1047  {new string('0', 1000)}…\n", said.Out);
    }

    [Theory]
    [InlineData("csv", "i,i_2,text\r\n1,1,\"a\nb\"\r\n2,1,\"a\nb\"\r\n")]
    [InlineData("json", "[\n  {\n    \"i\": 1,\n    \"i_2\": 1,\n    \"text\": \"a\\nb\"\n  },\n  {\n    \"i\": 2,\n    \"i_2\": 1,\n    " +
        "\"text\": \"a\\nb\"\n  }\n]\n")]
    public async Task Rows_that_stream_have_the_form_of_a_table(string format, string expected)
    {
        var said = await sweep.Run("query", "with recursive n(i) as (select 1 union all select i + 1 from n limit 2) select i, 1 as i, " +
            "'a' || char(10) || 'b' as text from n", "--format", format);

        Assert.Equal(expected.ReplaceLineEndings("\n"), said.Out);
        Assert.Equal("[]\n", (await sweep.Run("query", "select 1 as x where 0", "--format", "json")).Out);
    }

    [Fact]
    public async Task Export_as_a_table_is_for_people()
    {
        var said = await sweep.Run("export", "cells", "--format", "table");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.StartsWith("trial", said.Out, StringComparison.Ordinal);
        Assert.Contains("───", said.Out);
    }

    [Fact]
    public async Task File_that_is_no_ledger_is_refused()
    {
        sweep.Write("notes.db", "just text, long enough to be no database at all, whatever the header says about it");

        var said = await sweep.Run("ls", "--db", "notes.db");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("notes.db", said.Error);
    }
}
