using System.Data;
using System.Data.Common;
using Npgsql;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>A PostgreSQL database, for those who read it.</summary>
internal sealed class PostgresDatabase(PostgresAddress address, TimeSpan outageLimit) : ILedgerDatabase
{
    private readonly NpgsqlDataSource connections = PostgresConnections.Readers(address);

    public bool HasMedian => true;

    public TimeSpan OutageLimit => outageLimit;

    public DbConnection Open() => connections.OpenConnection();

    /// <summary>A connection that is not open yet.</summary>
    public NpgsqlConnection Connection() => connections.CreateConnection();

    public DbTransaction Snapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public bool IsTransient(Exception error) => PostgresErrors.IsTransient(error);

    public LedgerException? Explain(Exception error) => PostgresErrors.OfReading(address, error);

    public long? Version(DbConnection connection) => null;

    public LedgerRows Query(string sql, CancellationToken cancel) => PostgresQuery.Run(Connection(), address, sql, cancel);

    public ValueTask DisposeAsync() => connections.DisposeAsync();
}
