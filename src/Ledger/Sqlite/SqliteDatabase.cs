using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>A SQLite file, for those who read it.</summary>
internal sealed class SqliteDatabase(string path) : ILedgerDatabase
{
    public bool HasMedian => false;

    public TimeSpan OutageLimit => TimeSpan.Zero;

    public DbConnection Open() => LedgerFile.OpenReader(path);

    public DbTransaction Snapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public bool IsTransient(Exception error) => false;

    public LedgerException? Explain(Exception error) => SqliteErrors.OfReading(path, error);

    public long? Version(DbConnection connection) => connection.ExecuteScalar<long>("PRAGMA data_version");

    public LedgerRows Query(string sql, CancellationToken cancel) =>
        FreeQuery.Run(LedgerFile.OpenReader(path), path, sql, cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
