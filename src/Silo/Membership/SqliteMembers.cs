using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;

namespace Sweep.Silo.Membership;

/// <summary>Members in the ledger's file, for nodes of one machine. The ledger makes it; its identity and schema version stay.</summary>
internal sealed class SqliteMembers(string path) : IMemberDatabase
{
    private const int Busy = 5, Locked = 6, CannotOpen = 14;

    private readonly string connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        // A file that the ledger did not make would be taken for a foreign one when the ledger is opened.
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = false,
        DefaultTimeout = 1,
    }.ConnectionString;

    // SQLite has no asynchronous calls; a pool thread waits for its lock, not a grain's scheduler.
    public Task<T> Run<T>(Func<DbConnection, Task<T>> work) => Task.Run(async () =>
    {
        await using var connection = new SqliteConnection(connectionString);
        connection.Open();
        // What a power cut takes from the membership is of no use after it: every member is gone then.
        connection.Execute("PRAGMA busy_timeout = 2000; PRAGMA synchronous = NORMAL");
        return await work(connection);
    });

    public async Task CreateTables(DbConnection connection)
    {
        // Looked for first: whoever only reads waits for nobody's lock.
        const string found = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('member', 'member_version')";
        if (await connection.ExecuteScalarAsync<int>(found) == 2) return;
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS member_version(cluster TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL) STRICT;
            CREATE TABLE IF NOT EXISTS member(
              cluster TEXT NOT NULL, address TEXT NOT NULL, etag INTEGER NOT NULL, name TEXT NOT NULL, host TEXT NOT NULL, status INTEGER NOT NULL,
              proxy_port INTEGER NOT NULL, started_at TEXT NOT NULL, alive_at TEXT NOT NULL, suspects TEXT NOT NULL, PRIMARY KEY (cluster, address)) STRICT
            """,
            transaction: transaction);
        await transaction.CommitAsync();
    }

    public bool IsTransient(Exception error) => error is SqliteException { SqliteErrorCode: Busy or Locked };

    public Exception? Explain(Exception error) => error is not SqliteException sqlite ? null : sqlite.SqliteErrorCode == CannotOpen
        ? new LedgerException($"the cluster's ledger '{path}' cannot be opened: expected a ledger that this user may write. A node makes " +
            $"it when it starts: sweep silo --cluster {path}", true, error)
        : SqliteLedger.Explain(path, sqlite);
}
