using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Sweep.Ledger.Postgres;
using Sweep.Ledger.Sqlite;
using Sweep.Ledger.Storage;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Copy;

/// <summary>A connection that sees a ledger as it is at one moment, however long the reading takes.</summary>
internal sealed class SnapshotSource : IDisposable
{
    private readonly LedgerAddress address;
    private readonly DbTransaction snapshot;

    /// <exception cref="LedgerException">There is no ledger, or it cannot be read.</exception>
    public SnapshotSource(LedgerAddress address)
    {
        this.address = address;
        // Whoever looks at it first says what is wrong with it.
        LedgerStore.OpenReader(address);
        if (address is SqliteAddress file)
        {
            var reader = LedgerFile.OpenReader(file.Path);
            (Connection, snapshot) = (reader, reader.OrDispose(() => reader.BeginTransaction(deferred: true)));
            return;
        }

        Connection = new NpgsqlConnection(((PostgresAddress)address).WithDefaults);
        snapshot = Connection.OrDispose(() =>
        {
            Connection.Open();
            return Connection.BeginTransaction(IsolationLevel.RepeatableRead);
        });
    }

    public DbConnection Connection { get; }

    /// <summary>What an error of this database means; null for others.</summary>
    public LedgerException? Explain(Exception e) => (e, address) switch
    {
        (SqliteException sqlite, SqliteAddress file) => SqliteErrors.Explain(file.Path, sqlite),
        (NpgsqlException npgsql, PostgresAddress postgres) => PostgresErrors.Explain(postgres, npgsql, "try again"),
        _ => null,
    };

    public void Dispose()
    {
        snapshot.Dispose();
        Connection.Dispose();
    }
}
