using System.Data.Common;

namespace Sweep.Ledger.Storage;

/// <summary>Reads rows of one sweep one by one, as they are at one moment.</summary>
/// <param name="connection">An open connection; owned.</param>
/// <param name="moment">What every question sees. Owned.</param>
/// <param name="sweep">Name of the sweep.</param>
/// <param name="explain">What an error of this database means; null for others.</param>
internal sealed class SweepReading(
    DbConnection connection, DbTransaction moment, string sweep, Func<Exception, LedgerException?> explain) : IDisposable
{
    /// <summary>The first questions; when one fails, nothing stays open.</summary>
    public T Begin<T>(Func<T> read)
    {
        try
        {
            return Guard(read);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>An answer that is read at once. Not disposed of by its reader: the connection does.</summary>
    /// <param name="sql">The question; <c>@sweep</c> stands for the name of the sweep.</param>
    public DbDataReader Open(string sql) => SweepCommand.Of(connection, moment, sql, sweep).ExecuteReader();

    /// <summary>An answer that is read as it is taken, once.</summary>
    /// <param name="sql">The question; <c>@sweep</c> stands for the name of the sweep.</param>
    /// <param name="reader">Given the answer, makes what the row at hand says.</param>
    public IEnumerable<T> Rows<T>(string sql, Func<DbDataReader, Func<T>> reader)
    {
        using var command = SweepCommand.Of(connection, moment, sql, sweep);
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

    /// <inheritdoc />
    public void Dispose()
    {
        moment.Dispose();
        connection.Dispose();
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
        catch (Exception e) when (explain(e) is { } explained)
        {
            throw explained;
        }
    }
}
