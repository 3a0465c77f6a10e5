using Dapper;
using Npgsql;
using Sweep.Ledger.Checkpoints;
using Sweep.Ledger.Postgres;

namespace Sweep.Ledger.Tests.Checkpoints;

public sealed class PostgresCheckpointStorageTests : CheckpointStorageContract
{
    private string database = "";

    public override async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        database = await (await PostgresServer.Shared()).CreateDatabase();
        await OpenLedger().DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_for_people_without_the_password()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(database) { Port = 1, Timeout = 2 };
        await using var storage = CheckpointStorage.Open(new PostgresAddress(nowhere.ConnectionString), Clock);

        var error = await Assert.ThrowsAsync<LedgerException>(() => storage.Find(new("cells", 0, CheckpointKind.Last), Cancel));

        Assert.Contains("cannot keep or give checkpoints now", error.Message);
        Assert.DoesNotContain(nowhere.Password!, error.Message);
    }

    protected override ICheckpointStorage Open() => CheckpointStorage.Open(new PostgresAddress(database), Clock);

    protected override ILedger OpenLedger() => PostgresLedger.Open(new PostgresAddress(database), TimeProvider.System);

    protected override async Task<long> CountParts()
    {
        await using var connection = new NpgsqlConnection(database);
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM checkpoint_part");
    }

    protected override async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.ExecuteAsync(sql);
    }

    protected override async Task LeavePart(string upload, DateTimeOffset madeAt)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.ExecuteAsync(
            @"INSERT INTO checkpoint_part VALUES ('cells', 17, 'last', @upload, 0, @at, '\x00')",
            new { upload, at = madeAt.ToUnixTimeSeconds() });
    }

    protected override Task Remove() => Task.CompletedTask;
}
