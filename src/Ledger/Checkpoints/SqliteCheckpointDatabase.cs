using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Checkpoints;

/// <summary>A storage in the existing file of a SQLite ledger, for several nodes on one machine.</summary>
internal sealed class SqliteCheckpointDatabase(string path) : ICheckpointDatabase
{
    public string BytesType => "BLOB";

    public string LockRow => "";

    public string CountTables => "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('checkpoint', 'checkpoint_part')";

    public string CountOldKinds => "SELECT count(*) FROM sqlite_schema WHERE name = 'checkpoint' AND sql LIKE '%CHECK (kind IN%'";

    // SQLite cannot drop a constraint. The table has a row for each checkpoint; their content is in another one.
    public string DropOldKinds => $"""
        ALTER TABLE checkpoint RENAME TO checkpoint_of_two_kinds;
        {CheckpointSql.CreateTables(BytesType)};
        INSERT INTO checkpoint SELECT * FROM checkpoint_of_two_kinds;
        DROP TABLE checkpoint_of_two_kinds
        """;

    public int Connections => 4;

    public string? CreationLock => null;

    public async Task<DbConnection> Open(CancellationToken cancel)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            // A checkpoint that a power cut takes back costs epochs, not results: no flush of its own.
            await connection.ExecuteAsync(
                $"PRAGMA busy_timeout = {(long)LedgerFile.LockWait.TotalMilliseconds}; PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public LedgerException? Explain(Exception error) => error is SqliteException sqlite ? SqliteErrors.Explain(path, sqlite) : null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
