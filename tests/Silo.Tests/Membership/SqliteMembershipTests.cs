using Microsoft.Data.Sqlite;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Membership;

namespace Sweep.Silo.Tests.Membership;

public sealed class SqliteMembershipTests : MembershipContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");

    private string File => Path.Combine(folder.FullName, "sweep.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_ledger_in_the_same_file_stays_what_it_is()
    {
        await MakeLedger();
        var identity = Identity();

        await Table();

        Assert.Equal(identity, Identity());
        await using var again = SqliteLedger.Open(File, TimeProvider.System);
        Assert.Empty(await again.ListSweeps());
    }

    [Fact]
    public async Task Without_a_ledger_the_error_says_who_makes_it_and_no_file_is_left()
    {
        var table = new DatabaseMembership(new SqliteMembers(File), "sweep", new TransientRetry(TimeProvider.System, TimeSpan.Zero));

        var refused = await Assert.ThrowsAsync<LedgerException>(() => table.InitializeMembershipTable(true));

        Assert.True(refused.IsInputError);
        Assert.Contains($"sweep silo --cluster {File}", refused.Message);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task While_another_program_holds_the_lock_a_node_looks_around_and_is_told_whose_lock_it_waits_for_when_it_writes()
    {
        await Table();
        await using var other = new SqliteConnection($"Data Source={File};Pooling=false");
        other.Open();
        await using var held = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var table = new DatabaseMembership(new SqliteMembers(File), "sweep", new TransientRetry(TimeProvider.System, TimeSpan.Zero));

        await table.InitializeMembershipTable(true);
        var read = await table.ReadAll();
        var refused = await Assert.ThrowsAsync<LedgerException>(() => table.InsertRow(Silo(1), read.Version.Next()));

        Assert.Empty(read.Members);
        Assert.False(refused.IsInputError);
        Assert.Contains($"ledger '{File}' is locked by another program", refused.Message);
    }

    private protected override async Task<IMemberDatabase> Database()
    {
        // As a node does: the ledger first, whoever else is making it. A file that is there may still be empty.
        await MakeLedger();
        return new SqliteMembers(File);
    }

    private async Task MakeLedger() => await SqliteLedger.Open(File, TimeProvider.System).DisposeAsync();

    private (object? Application, object? Version) Identity()
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        connection.Open();
        return (Pragma(connection, "application_id"), Pragma(connection, "user_version"));
    }

    private static object? Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return command.ExecuteScalar();
    }
}
