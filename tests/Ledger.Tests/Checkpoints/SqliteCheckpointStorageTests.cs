using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger.Checkpoints;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Tests.Checkpoints;

public sealed class SqliteCheckpointStorageTests : CheckpointStorageContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-storage-").FullName;

    private string File => Path.Combine(folder, "sweep.db");

    public override async ValueTask InitializeAsync() => await SqliteLedger.Open(File, TimeProvider.System).DisposeAsync();

    [Fact]
    public async Task A_ledger_with_checkpoints_opens_as_before()
    {
        await new DatabaseCheckpointStorage(new SqliteCheckpointDatabase(File), Clock).Save(
            new StoredCheckpoint { Key = new("cells", 0, CheckpointKind.Best), Attempt = 1, Epoch = 1, Batch = 0, Sha256 = "", Bytes = 0 },
            new MemoryStream(), true, Cancel);

        await using var ledger = SqliteLedger.Open(File, TimeProvider.System);
        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0)]);

        Assert.Single(await SqliteLedgerReader.Open(File).ListSweeps());
    }

    [Fact]
    public async Task A_ledger_that_is_not_there_is_an_error_for_people()
    {
        await using var storage = CheckpointStorage.Open(new SqliteAddress(Path.Combine(folder, "absent.db")), Clock);

        var error = await Assert.ThrowsAsync<LedgerException>(() => storage.Find(new("cells", 0, CheckpointKind.Last), Cancel));

        Assert.Contains("absent.db", error.Message);
    }

    protected override ICheckpointStorage Open() => CheckpointStorage.Open(new SqliteAddress(File), Clock);

    protected override ILedger OpenLedger() => SqliteLedger.Open(File, TimeProvider.System);

    protected override async Task<long> CountParts()
    {
        await using var connection = Connect();
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM checkpoint_part");
    }

    protected override async Task Run(string sql)
    {
        await using var connection = Connect();
        await connection.ExecuteAsync(sql);
    }

    protected override async Task LeavePart(string upload, DateTimeOffset madeAt)
    {
        await using var connection = Connect();
        await connection.ExecuteAsync(
            "INSERT INTO checkpoint_part VALUES ('cells', 17, 'last', @upload, 0, @at, x'00')",
            new { upload, at = madeAt.ToUnixTimeSeconds() });
    }

    protected override Task Remove()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private SqliteConnection Connect() => new($"Data Source={File};Pooling=False");
}
