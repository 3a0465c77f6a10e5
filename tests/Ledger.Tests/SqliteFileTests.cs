using System.Runtime.Versioning;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Tests;

/// <summary>What can be wrong with a SQLite file and its place, and what people are told.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-file-").FullName;

    private string File => Path.Combine(folder, "sweep.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_is_not_a_ledger()
    {
        Assert.Contains("found the folder", Refused(() => SqliteLedger.Open(folder, clock)), StringComparison.Ordinal);
        Assert.Contains("found the folder", Refused(() => SqliteLedgerReader.Open(folder)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "expected a ledger file, found a named pipe (FIFO)")]
    [InlineData("socket", "expected a ledger file, found a socket")]
    [InlineData("device", "expected a ledger file, found a device")]
    public void What_is_no_file_is_not_a_ledger_and_is_not_waited_for(string kind, string reason)
    {
        using var other = new NoFile(kind, File);

        Assert.Contains(reason, Refused(() => SqliteLedger.Open(File, clock)), StringComparison.Ordinal);
        Assert.Contains(reason, Refused(() => SqliteLedgerReader.Open(File)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains($"no folder '{folder}/none'", Refused(() => SqliteLedger.Open(Path.Combine(folder, "none", "sweep.db"), clock)),
            StringComparison.Ordinal);

    [Fact]
    public void A_reader_never_makes_the_file()
    {
        Assert.Contains("there is no ledger", Refused(() => SqliteLedgerReader.Open(File)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_file_that_is_not_SQLite_is_left_as_it_is()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));

        Assert.Contains("not a SQLite file", Refused(() => SqliteLedger.Open(File, clock)), StringComparison.Ordinal);
        Assert.Contains("not a SQLite file", Refused(() => SqliteLedgerReader.Open(File)), StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void The_database_of_another_program_is_left_as_it_is()
    {
        Raw("CREATE TABLE song (title TEXT)");
        var before = System.IO.File.ReadAllBytes(File);

        Assert.Contains("another program", Refused(() => SqliteLedger.Open(File, clock)), StringComparison.Ordinal);
        Assert.Contains("another program", Refused(() => SqliteLedgerReader.Open(File)), StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public async Task A_ledger_of_a_newer_version_is_left_as_it_is()
    {
        await SqliteLedger.Open(File, clock).DisposeAsync();
        Raw("PRAGMA user_version = 999");

        Assert.Contains("made by a newer Sweep", Refused(() => SqliteLedger.Open(File, clock)), StringComparison.Ordinal);
        Assert.Contains("made by a newer Sweep", Refused(() => SqliteLedgerReader.Open(File)), StringComparison.Ordinal);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_place_that_cannot_be_written_is_named_but_can_still_be_read()
    {
        await using (var ledger = SqliteLedger.Open(File, clock)) await ledger.CreateSweep(Given.Sweep(), []);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead);
        System.IO.File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.SkipWhen(CanWrite(Path.Combine(folder, "probe")), "permissions do not bind this user");
            Assert.Contains("cannot be written", Refused(() => SqliteLedger.Open(File, clock)), StringComparison.Ordinal);
            Assert.Contains(
                "cannot be opened", Refused(() => SqliteLedger.Open(Path.Combine(folder, "new.db"), clock)), StringComparison.Ordinal);
            Assert.Single(await SqliteLedgerReader.Open(File).ListSweeps());
        }
        finally
        {
            System.IO.File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task An_empty_file_becomes_a_ledger()
    {
        System.IO.File.WriteAllBytes(File, []);

        Assert.Contains("yet: the file is empty", Refused(() => SqliteLedgerReader.Open(File)), StringComparison.Ordinal);
        Assert.Null(SqliteLedgerReader.OpenIfAny(File));
        await using var ledger = SqliteLedger.Open(File, clock);
        Assert.Empty(await ledger.ListSweeps());
        Assert.NotNull(SqliteLedgerReader.OpenIfAny(File));
    }

    [Fact]
    public async Task A_lock_held_too_long_by_another_program_is_explained_and_does_no_harm()
    {
        await using var ledger = SqliteLedger.Open(File, clock, lockWait: TimeSpan.FromMilliseconds(20));
        using (var other = Connect())
        {
            other.Execute("BEGIN IMMEDIATE");
            var error = await Assert.ThrowsAsync<LedgerException>(() => ledger.CreateSweep(Given.Sweep(), []));
            Assert.Contains("locked by another program", error.Message, StringComparison.Ordinal);
            Assert.False(error.IsInputError);
        }

        await ledger.CreateSweep(Given.Sweep(), []);
        Assert.Single(await ledger.ListSweeps());
    }

    [Fact]
    public async Task Readers_do_not_wait_for_a_writer_in_the_middle_of_a_transaction()
    {
        await using var ledger = SqliteLedger.Open(File, clock);
        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0)]);
        using var other = Connect();
        other.Execute("BEGIN IMMEDIATE; UPDATE trial SET reason = 'half done'");

        var trial = Assert.Single(await SqliteLedgerReader.Open(File).ListTrials("cells"));

        Assert.Null(trial.Reason);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_what_was_recorded()
    {
        var connection = LedgerFile.OpenWriter(File, LedgerFile.LockWait);
        await using var ledger = SqliteLedger.On(connection, File, clock);
        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0), Given.Trial(1)]);
        var me = await ledger.Claim("cells", []);
        await ledger.Apply("cells", me, [Given.Started(0), Given.Started(1), Given.Reported(0, 1, 9)]);
        connection.Execute($"PRAGMA max_page_count = {connection.ExecuteScalar<long>("PRAGMA page_count")}");

        // One call that needs much space, and beside it small ones that still fit: only the first may fail.
        var large = ledger.Apply("cells", me, [.. Enumerable.Range(1, 1000).Select(epoch => Given.Reported(1, epoch, 8))]);
        var small = ledger.Apply("cells", me, [Given.Reported(0, 2, 7)]);
        var error = await Assert.ThrowsAsync<LedgerException>(() => large);

        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Contains("resume the sweep", error.Message, StringComparison.Ordinal);
        Assert.Equal([true], await small);
        Assert.Equal([(0, 1), (0, 2)], (await ledger.ListEpochs("cells")).Select(epoch => (epoch.Trial, epoch.Epoch)));
        connection.Execute("PRAGMA max_page_count = 1000000");
        Assert.Equal([true], await ledger.Apply("cells", me, [Given.Reported(1, 1, 8)]));
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task The_database_itself_keeps_what_is_final()
    {
        await using (var ledger = SqliteLedger.Open(File, clock))
        {
            await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0), Given.Trial(1)]);
            var me = await ledger.Claim("cells", []);
            await ledger.Apply(
                "cells", me, [Given.Started(0), Given.Reported(0, 1, 9), Given.Finished(0), Given.Started(1), Given.Reported(1, 1, 9)]);
        }

        string[] tampering =
        [
            "UPDATE trial SET status = 'planned' WHERE number = 0",
            "UPDATE trial SET metric = 1 WHERE number = 0",
            "UPDATE report SET metric = 1, attempt = 2",
            "UPDATE report SET metric = 1 WHERE trial_id = 2",
            "DELETE FROM report WHERE trial_id = 1",
            "INSERT INTO report (trial_id, epoch, attempt, metrics, reported_at) VALUES (1, 2, 1, '{}', '')",
            "INSERT INTO report (trial_id, epoch, attempt, metrics, reported_at) VALUES (2, 2, 9, '{}', '')",
            "UPDATE attempt SET outcome = 'crashed' WHERE trial_id = 1",
            "UPDATE trial SET status = 'lost' WHERE number = 1",
            "UPDATE trial SET sweep_id = 77 WHERE number = 1",
            "UPDATE trial SET attempts = 'two' WHERE number = 1",
        ];
        foreach (var sql in tampering) Assert.Equal(19, Assert.Throws<SqliteException>(() => Raw(sql)).SqliteErrorCode);
    }

    [Fact]
    public async Task Times_are_text_in_time_order()
    {
        await using var ledger = SqliteLedger.Open(File, clock);
        await ledger.CreateSweep(Given.Sweep(), []);

        using var rows = SqliteLedgerReader.Open(File).Query("SELECT created_at FROM sweeps");

        Assert.Equal("2026-01-31T09:30:00.0000000Z", Assert.Single(rows.Rows)[0]);
    }

    private static bool CanWrite(string path)
    {
        try
        {
            System.IO.File.WriteAllText(path, "");
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Refused(Func<object> open)
    {
        var error = Assert.Throws<LedgerException>(open);
        Assert.True(error.IsInputError);
        return error.Message;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False;Foreign Keys=True");
        connection.Open();
        return connection;
    }

    private void Raw(string sql)
    {
        using var connection = Connect();
        connection.Execute(sql);
    }
}
