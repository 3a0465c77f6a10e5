using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>The connection that writes a file, owned from now on. It keeps its statements prepared.</summary>
internal sealed class SqliteSession(SqliteConnection connection, string path) : ILedgerSession
{
    // How often to wait for the lock of another program, each time for the connection's busy timeout.
    private const int LockTries = 3;

    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    public string Lock => "";

    public string IsConfig(string value) => $"c.text = {value}";

    public void Run(IEnumerable<SqlCall> calls)
    {
        foreach (var call in calls) Prepare(call).ExecuteNonQuery();
    }

    public List<T> Read<T>(IEnumerable<SqlCall> calls, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        foreach (var call in calls)
        {
            using var reader = Prepare(call).ExecuteReader();
            while (reader.Read()) rows.Add(read(reader));
        }

        return rows;
    }

    public void Commit(Action work)
    {
        try
        {
            Begin();
            work();
            Run("COMMIT");
        }
        catch (Exception e)
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0) TryRollback();
            if (SqliteErrors.OfReading(path, e) is { } explained) throw explained;
            throw;
        }
    }

    public bool IsOutage(Exception error) => false;

    /// <summary>Disposes of the statements, too.</summary>
    public void Dispose() => connection.Dispose();

    private void Begin()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Run("BEGIN IMMEDIATE");
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED && tries < LockTries)
            {
                // SQLite waited its busy timeout already; another program holds a long transaction.
            }
        }
    }

    private void TryRollback()
    {
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // The error that led here is the one to report; SQLite has rolled back on its own.
        }
    }

    private void Run(string sql) => Run([new SqlCall(sql)]);

    private SqliteCommand Prepare(SqlCall call)
    {
        if (!prepared.TryGetValue(call.Sql, out var command))
        {
            prepared.Add(call.Sql, command = connection.CreateCommand());
            command.CommandText = call.Sql;
            for (var i = 1; i <= call.Values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        for (var i = 0; i < call.Values.Length; i++)
            command.Parameters[i].Value = call.Values[i] is null or double.NaN ? DBNull.Value : call.Values[i];
        return command;
    }
}
