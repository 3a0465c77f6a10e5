using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Tests;

/// <summary>Whole sweeps of a file are removed and renamed; the others stay as they are.</summary>
public sealed class SqliteEditTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-edit-").FullName;
    private readonly FakeTimeProvider clock = new();

    private string Path => System.IO.Path.Combine(folder, "sweep.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_removed_sweep_leaves_no_row()
    {
        await Write("cells");
        await Write("other");
        var before = await Rows("other");

        await using (var ledger = SqliteLedger.Edit(Path, clock)) await ledger.Remove("cells");

        Assert.Equal(0, await Rows("cells"));
        Assert.Equal(before, await Rows("other"));
        Assert.Equal(before, Count("SELECT (SELECT count(*) FROM trial) + (SELECT count(*) FROM attempt) + (SELECT count(*) FROM report)"));
        Assert.Equal(1, Count("SELECT count(*) FROM config"));
    }

    [Fact]
    public async Task A_removed_sweep_takes_its_checkpoints_in_the_file_along()
    {
        await Write("cells");
        Execute("CREATE TABLE checkpoint (sweep TEXT); CREATE TABLE checkpoint_part (sweep TEXT); "
            + "INSERT INTO checkpoint VALUES ('cells'), ('other'); INSERT INTO checkpoint_part VALUES ('cells')");

        await using (var ledger = SqliteLedger.Edit(Path, clock)) await ledger.Remove("cells");

        Assert.Equal(1, Count("SELECT count(*) FROM checkpoint"));
        Assert.Equal(0, Count("SELECT count(*) FROM checkpoint_part"));
    }

    [Fact]
    public async Task A_renamed_sweep_has_all_it_had_and_its_former_coordinator_is_fenced()
    {
        var token = await Write("cells");
        var before = await Rows("cells");

        await using (var ledger = SqliteLedger.Edit(Path, clock)) await ledger.Rename("cells", "first", "name: first\n");

        await using var after = SqliteLedger.Open(Path, clock);
        Assert.Null(await after.FindSweep("cells"));
        Assert.Equal("name: first\n", (await after.FindSweep("first"))!.Yaml);
        Assert.Equal(before, await Rows("first"));
        await Assert.ThrowsAsync<CoordinatorFencedException>(() => after.SetStatus("first", token, SweepStatus.Finished));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await Write("cells");
        await Write("other");
        await using var ledger = SqliteLedger.Edit(Path, clock);

        var error = await Assert.ThrowsAsync<LedgerException>(() => ledger.Rename("cells", "other", "name: other\n"));

        Assert.Contains("holds a sweep 'other' already", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsInputError);
    }

    [Fact]
    public async Task An_unknown_sweep_is_an_error()
    {
        await Write("cells");
        await using var ledger = SqliteLedger.Edit(Path, clock);

        Assert.True((await Assert.ThrowsAsync<LedgerException>(() => ledger.Remove("cell"))).IsInputError);
        Assert.True((await Assert.ThrowsAsync<LedgerException>(() => ledger.Rename("cell", "x", "name: x\n"))).IsInputError);
    }

    [Fact]
    public async Task The_file_itself_still_refuses_to_lose_reports_of_a_final_trial()
    {
        await Write("cells");

        Assert.Contains("never change", Assert.Throws<SqliteException>(() => Execute("DELETE FROM report")).Message,
            StringComparison.Ordinal);
        Assert.Contains("never changes", Assert.Throws<SqliteException>(() => Execute("UPDATE trial SET status = 'planned'")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>A sweep with one completed trial of one report; returns its coordinator's token.</summary>
    private async Task<long> Write(string sweep)
    {
        await using var ledger = SqliteLedger.Open(Path, clock);
        await ledger.CreateSweep(Given.Sweep(sweep), [Given.Trial(0)]);
        var me = await ledger.Claim(sweep, []);
        await ledger.Apply(
            sweep, me, [Given.Started(0, sweep: sweep), Given.Reported(0, 1, 9, sweep: sweep), Given.Finished(0, sweep: sweep)]);
        return me;
    }

    private async Task<long> Rows(string sweep)
    {
        await using var ledger = SqliteLedger.Open(Path, clock);
        return (await ledger.ListTrials(sweep)).Count + (await ledger.ListAttempts(sweep)).Count + (await ledger.ListEpochs(sweep)).Count;
    }

    private long Count(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
