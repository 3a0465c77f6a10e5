using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;
using Sweep.Contracts.Rows;

namespace Sweep.Client.Tests.Verbs;

/// <summary>importance: which parameters decide, and when nobody can tell.</summary>
public sealed class ImportanceVerbTests : IDisposable
{
    private readonly SweepCommand sweep = new();

    [Theory]
    [InlineData("importance")]
    [InlineData("importance-json", "--format", "json")]
    [InlineData("importance-csv", "--format", "csv")]
    public async Task Output_is_as_committed(string text, params string[] options)
    {
        await Searched();

        Verified.Matches(text, await sweep.Run(["importance", "cells", .. options]));
    }

    [Fact]
    public async Task Where_all_results_are_equally_good_the_answer_is_that_nobody_can_tell()
    {
        await using (var cells = await LedgerScenario.Cells(sweep.Ledger, "cells", 1.5, [.. Names]))
            for (var trial = 0; trial < 2 * Names.Count; trial++) await cells.Completed(trial, 3);

        var said = await sweep.Run("importance", "cells");

        Assert.Equal((ExitCodes.Done, "cannot tell: all results are equally good\n"), (said.Code, said.Out));
        Assert.Contains("! unfinished: 80 of 80 trials done; this may change", said.Error);
    }

    [Fact]
    public async Task Wrong_input_is_one_line_with_the_way_out()
    {
        await Searched();
        await using (var few = await LedgerScenario.Cells(sweep.Ledger, "few")) await few.Completed(0, 3);

        await Refused("there is no sweep 'cels' in {folder}/sweep.db; did you mean 'cells'?", "cels");
        await Refused(
            "sweep: cannot tell what matters in 'few': 1 configuration of it has ended, and it takes 20 at least; ask again when more " +
                "have ended ('sweep ls' shows how far it is)\n", "few");
        await Refused("the argument 'name' is missing");
        await Refused("--format expects table, json or csv, found 'xml'", "cells", "--format", "xml");
        await Refused("there is no ledger", "cells", "--db", "none.db");
    }

    public void Dispose() => sweep.Dispose();

    private static IReadOnlyList<string> Names =>
        [.. Enumerable.Range(0, 40).Select(i => $"c{i % 4}\",\"layers\":{i / 4},\"x\":\"{i % 3}")];

    /// <summary>40 configurations with two seeds: the cell decides, the layers a little; one diverged.</summary>
    private async Task Searched()
    {
        await using var cells = await LedgerScenario.Cells(sweep.Ledger, "cells", 1.5, [.. Names]);
        for (var trial = 0; trial < 2 * Names.Count; trial++)
        {
            if (trial == 7) await cells.Diverged(trial);
            else await cells.Completed(trial, 3 + (trial / 2 % 4) + (0.01 * (trial / 8)) + (0.001 * (trial % 2)));
        }

        await cells.End(SweepStatus.Finished);
    }

    private async Task Refused(string why, params string[] words)
    {
        var said = await sweep.Run(["importance", .. words]);

        Assert.Contains(why, said.Error);
        Assert.Equal((ExitCodes.BadInput, ""), (said.Code, said.Out));
    }
}
