using System.Data.Common;
using Dapper;

namespace Sweep.Ledger.Storage;

/// <summary>Reads one sweep as it is at one moment, the first question's. Takes a connection of its own.</summary>
/// <param name="database">Where it is.</param>
/// <param name="sweep">Name of the sweep: <c>@sweep</c> in every question.</param>
internal sealed class SweepReading(ILedgerDatabase database, string sweep) : IDisposable
{
    private DbTransaction? moment;

    public DbConnection Connection { get; } = database.Open();

    /// <summary>The first questions; when one fails, nothing stays open.</summary>
    public T Begin<T>(Func<T> read) => this.OrDispose(() => Guard(read));

    /// <summary>An answer that is read at once. Not disposed of by its reader: the connection does.</summary>
    public DbDataReader Open(string sql) => Command(sql).ExecuteReader();

    /// <summary>An answer with few rows, or one of many questions.</summary>
    public IEnumerable<T> Query<T>(string sql, object values) =>
        Connection.Query<T>(sql, values, moment ??= database.Snapshot(Connection), buffered: false);

    public long CountTrials()
    {
        using var row = Open("SELECT count(*) FROM sweep s JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep");
        return row.Read() ? row.GetInt64(0) : 0;
    }

    /// <summary>An answer that is read as it is taken, once.</summary>
    /// <param name="sql">The question.</param>
    /// <param name="reader">Given the answer, makes what the row at hand says.</param>
    public IEnumerable<T> Rows<T>(string sql, Func<DbDataReader, Func<T>> reader)
    {
        using var command = Command(sql);
        var ended = false;
        var rows = Guard(command.ExecuteReader);
        try
        {
            var make = reader(rows);
            while (Guard(rows.Read)) yield return Guard(make);
            ended = true;
        }
        finally
        {
            Leave(command, rows, ended);
        }
    }

    public void Dispose()
    {
        moment?.Dispose();
        Connection.Dispose();
    }

    /// <summary>Its reader is the database's own, with nothing around it: there may be very many rows, which take as long as they take.
    /// </summary>
    private DbCommand Command(string sql)
    {
        var command = Connection.CreateCommand();
        (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, moment ??= database.Snapshot(Connection), 0);
        var name = command.CreateParameter();
        (name.ParameterName, name.Value) = ("sweep", sweep);
        command.Parameters.Add(name);
        return command;
    }

    /// <summary>Without the cancelling, PostgreSQL's rows that nobody takes would all be read to the end.</summary>
    private static void Leave(DbCommand command, DbDataReader rows, bool ended)
    {
        try
        {
            if (!ended) command.Cancel();
            rows.Dispose();
        }
        catch (Exception e) when (e is DbException or OperationCanceledException)
        {
            // Cancelled, as asked.
        }
    }

    private T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (database.Explain(e) is { } explained)
        {
            throw explained;
        }
    }
}
