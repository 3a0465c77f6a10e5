using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Runs people's SQL on a connection that can do nothing but read.</summary>
internal sealed class FreeQuery(SqliteConnection connection, string path, CancellationToken cancel) : IDisposable
{
    // PRAGMAs that describe the file. Others change it or the way it is kept, even where their name alone only asks (wal_checkpoint).
    private static readonly HashSet<string> Describing = new(StringComparer.OrdinalIgnoreCase)
    {
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    };

    // Functions that run code or open files. This build's SQLite has them switched off, or not at all.
    private static readonly HashSet<string> Reaching =
        new(StringComparer.OrdinalIgnoreCase) { "load_extension", "readfile", "writefile", "edit", "fsdir", "fts3_tokenizer" };

    /// <summary>Steps of SQLite between two looks at whether the query shall end: well below a millisecond.</summary>
    private const int StepsBetweenLooks = 10_000;

    private SqliteDataReader? reader;

    public static LedgerRows Run(SqliteConnection connection, string path, string sql, CancellationToken cancel)
    {
        var query = new FreeQuery(connection, path, cancel);
        return query.OrDispose(() => query.Start(sql));
    }

    public void Dispose()
    {
        reader?.Dispose();
        connection.Dispose();
    }

    private LedgerRows Start(string sql)
    {
        // A read-only file still lets VACUUM INTO and ATTACH make others: only reading is authorised.
        raw.sqlite3_set_authorizer(connection.Handle, (object _, int action, string? first, string? second, string _, string _) =>
            MayRun(action, first, second), null);
        if (cancel.CanBeCanceled)
            raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => cancel.IsCancellationRequested ? 1 : 0, null);
        raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, LedgerRows.LongestValue);
        var command = connection.CreateCommand();
        command.CommandText = sql;
        if (PublicViews.PrivateTable(sql) is { } problem) throw new LedgerException(problem, true);
        reader = Guard(sql, command.ExecuteReader);
        if (reader.FieldCount == 0)
            throw new LedgerException("expected one SELECT statement, such as 'select * from leaderboard', found none", true);
        string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        return new LedgerRows(columns, Rows(sql, reader), this);
    }

    private IEnumerable<IReadOnlyList<object?>> Rows(string sql, SqliteDataReader rows)
    {
        while (Guard(sql, rows.Read))
        {
            var values = new object?[rows.FieldCount];
            for (var i = 0; i < values.Length; i++) values[i] = rows.IsDBNull(i) ? null : rows.GetValue(i);
            yield return values;
        }

        if (Guard(sql, rows.NextResult))
            throw new LedgerException("expected one SELECT statement, found several: run them one by one", true);
    }

    private T Guard<T>(string sql, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SqliteException e) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("the query was ended", e, cancel);
        }
        catch (SqliteException e)
        {
            throw e.SqliteErrorCode switch
            {
                _ when e.SqliteErrorCode is raw.SQLITE_AUTH or raw.SQLITE_READONLY
                    || SqliteErrors.Text(e).StartsWith("not authorized", StringComparison.Ordinal) => new LedgerException(
                    "a query only reads: this statement could change something. Write to a copy of the file instead ('export' " +
                        "gives the data)", true, e),
                raw.SQLITE_ERROR => new LedgerException(
                    $"the SQL has a mistake: {SqliteErrors.Text(e)}{Meant(SqliteErrors.Text(e), sql)}. The views are sweeps, trials, " +
                        "attempts, epochs, decisions and leaderboard; their columns: select name, sql from sqlite_schema where " +
                        "type = 'view'", true, e),
                raw.SQLITE_TOOBIG => LedgerRows.TooLong(e),
                raw.SQLITE_FULL => new LedgerException(
                    "what this query has to keep while it works (to sort, to group) does not fit on the disk. Free some space, ask for " +
                        "less, or name a folder for it with SQLITE_TMPDIR", false, e),
                _ => SqliteErrors.Explain(path, e),
            };
        }
    }

    /// <summary>What an unknown name was meant to be.</summary>
    private static string Meant(string error, string sql)
    {
        const string table = "no such table: ", column = "no such column: ";
        if (error.StartsWith(table, StringComparison.Ordinal)) return PublicViews.ForTable(error[table.Length..]);
        return error.StartsWith(column, StringComparison.Ordinal) ? PublicViews.ForColumn(error[column.Length..], sql) : "";
    }

    private static int MayRun(int action, string? first, string? second) => action switch
    {
        raw.SQLITE_FUNCTION when Reaching.Contains(second ?? "") => raw.SQLITE_DENY,
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_FUNCTION or raw.SQLITE_RECURSIVE => raw.SQLITE_OK,
        raw.SQLITE_PRAGMA when OnlyDescribes(first, second) => raw.SQLITE_OK,
        _ => raw.SQLITE_DENY,
    };

    private static bool OnlyDescribes(string? pragma, string? argument) =>
        pragma is not null
            && (Describing.Contains(pragma) || (argument is null && pragma.Equals("user_version", StringComparison.OrdinalIgnoreCase)));
}
