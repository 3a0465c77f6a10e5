using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>Every command a verb proposes can be typed as it stands:
/// by the name the program was called by, on the ledger it was asked about.</summary>
public sealed class HintTests : IDisposable
{
    private const string Db = "may.db";

    private readonly SweepCommand sweep = new() { Variables = { ["SWEEP_COMMAND"] = "./sweep" } };

    [Theory]
    [InlineData("'./sweep show cells --db may.db' lists them", "show", "cells/99")]
    [InlineData("'./sweep show cells --db may.db' lists the trials", "generate", "cells")]
    [InlineData("'./sweep resume cells --db may.db' goes on", "top", "cells")]
    [InlineData("'./sweep top cells --db may.db' shows the results", "cancel", "cells")]
    public async Task About_a_sweep(string hint, params string[] command)
    {
        await using (await LedgerScenario.Cells(Path.Combine(sweep.Folder, Db))) { }

        Assert.Contains(hint, (await sweep.Run([.. command, "--db", Db])).Error);
    }

    [Fact]
    public async Task About_an_empty_ledger()
    {
        await using (Ledger.Sqlite.SqliteLedger.Open(Path.Combine(sweep.Folder, Db), new StillClock())) { }

        Assert.Contains("'./sweep run FILE --db may.db' adds one", (await sweep.Run("ls", "--db", Db)).Error);
        Assert.Contains("'./sweep run FILE --db may.db' adds one", (await sweep.Run("top", "cells", "--db", Db)).Error);
    }

    [Fact]
    public async Task About_the_command_line_itself()
    {
        Assert.Contains("'./sweep top --help' says what is understood", (await sweep.Run("top", "cells", "--bogus")).Error);
        Assert.Contains("\n  ./sweep top cells --limit 3", (await sweep.Run("top", "--help")).Out);
    }

    public void Dispose() => sweep.Dispose();
}
