using System.Data;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Runs people's SQL in a transaction that can only read and is never committed.</summary>
internal sealed partial class PostgresQuery(NpgsqlConnection connection, PostgresAddress address, CancellationToken cancel) : IDisposable
{
    private const string OneStatement = "expected one SELECT statement, found";
    private const string LongestRun = "10 minutes";

    // The last setting: what ends a string must not depend on the server.
    private const string Begin =
        """
        BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL statement_timeout = '10min'; SET LOCAL lock_timeout = '10s'; SET LOCAL standard_conforming_strings = on
        """;

    private CancellationTokenRegistration ending;
    private NpgsqlCommand? command;
    private NpgsqlDataReader? reader;
    private bool ended;

    public static LedgerRows Run(NpgsqlConnection connection, PostgresAddress address, string sql, CancellationToken cancel)
    {
        var query = new PostgresQuery(connection, address, cancel);
        return query.OrDispose(() => query.Start(sql));
    }

    public void Dispose()
    {
        ending.Dispose();
        try
        {
            // Without this, rows that nobody takes would all be read to the end.
            if (reader is not null && !ended) command!.Cancel();
            reader?.Dispose();
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // Cancelled, as asked.
        }

        command?.Dispose();
        connection.Dispose();
    }

    private LedgerRows Start(string sql)
    {
        sql = sql.TrimEnd().TrimEnd(';');
        // The transaction below refuses writes to tables; this refuses what leaves it or acts outside it (COMMIT, COPY ...
        // TO PROGRAM, DO, SET).
        var word = FirstWord().Match(sql).Groups["word"].Value.ToUpperInvariant();
        if (word.Length == 0) throw new LedgerException($"{OneStatement} none: sweep query \"select * from leaderboard\"", true);
        if (word is not ("SELECT" or "WITH" or "VALUES" or "TABLE" or "EXPLAIN" or "SHOW")) throw Refused(word);
        if (PublicViews.PrivateTable(sql) is { } problem) throw new LedgerException(problem, true);
        return Guard(sql, () =>
        {
            connection.Open();
            NoticeLeaving();
            Run(Begin);
            ReadingFunctions.Check(connection, sql);
            // A parameter, even one that nothing uses, makes the server itself take the text as one statement.
            command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true, CommandTimeout = 0 };
            command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            ending = cancel.Register(command.Cancel);
            cancel.ThrowIfCancellationRequested();
            reader = command.ExecuteReader(CommandBehavior.SequentialAccess);
            string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            return new LedgerRows(columns, Rows(sql, reader), this);
        });
    }

    private IEnumerable<IReadOnlyList<object?>> Rows(string sql, NpgsqlDataReader rows)
    {
        string[] types = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetDataTypeName)];
        while (Guard(sql, rows.Read))
        {
            var values = new object?[types.Length];
            for (var i = 0; i < values.Length; i++) values[i] = rows.IsDBNull(i) ? null : Value(types[i], Guard(sql, () => Text(rows, i)));
            yield return values;
        }

        ended = true;
    }

    /// <summary>A value may be a gigabyte: it is read bit by bit, and not beyond the limit.</summary>
    private static string Text(NpgsqlDataReader rows, int column)
    {
        using var text = rows.GetTextReader(column);
        var value = new StringBuilder();
        var buffer = new char[4096];
        for (int count; (count = text.Read(buffer, 0, buffer.Length)) > 0;)
        {
            value.Append(buffer, 0, count);
            if (value.Length > LedgerRows.LongestValue) throw LedgerRows.TooLong();
        }

        return value.ToString();
    }

    private void Run(string statement)
    {
        using var run = new NpgsqlCommand(statement, connection);
        run.ExecuteNonQuery();
    }

    /// <summary>Lets the server end a long query whose asker has gone.</summary>
    private void NoticeLeaving()
    {
        try
        {
            Run("SET client_connection_check_interval = '2s'");
        }
        catch (PostgresException)
        {
            // A server on a system that cannot tell: the time limit ends the query.
        }
    }

    private static object Value(string type, string text) => type switch
    {
        "smallint" or "integer" or "bigint" or "oid" => long.Parse(text, CultureInfo.InvariantCulture),
        "real" or "double precision" => double.Parse(text, CultureInfo.InvariantCulture),
        "boolean" => text == "t" ? 1L : 0L,
        "bytea" => Convert.FromHexString(text.AsSpan(2)),
        _ when !type.StartsWith("numeric", StringComparison.Ordinal) => text,
        _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.Parse(text, CultureInfo.InvariantCulture),
    };

    private T Guard<T>(string sql, Func<T> step)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            return step();
        }
        catch (NpgsqlException e) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("the query was ended", e, cancel);
        }
        catch (PostgresException e)
        {
            throw Explained(e, sql);
        }
        catch (NotSupportedException e)
        {
            throw Several(e);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            throw PostgresErrors.Explain(address, e);
        }
    }

    private LedgerException Explained(PostgresException e, string sql) => e.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.ActiveSqlTransaction => Refused("this statement", e),
        ['4', '2', ..] when e.MessageText.Contains("multiple commands", StringComparison.Ordinal) => Several(e),
        PostgresErrorCodes.QueryCanceled => new(
            $"the server ended the query: {e.MessageText}. One may take {LongestRun} at most: ask for less, or ask in parts", true, e),
        PostgresErrorCodes.LockNotAvailable => new(
            "a table of the ledger is locked by another session (a migration, VACUUM FULL?): ask again when that is over", false, e),
        ['5', '4', ..] or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.DiskFull => new(
            $"the server cannot answer a question this large: {e.MessageText}. Ask for less at a time", e.SqlState is ['5', '4', ..], e),
        var code when code[..2] is "42" or "22" or "0A" or "21" => new(
            $"the SQL has a mistake: {e.MessageText}{At(sql, e.Position)}{Meant(e, sql)}. " +
                $"{(e.Hint is { } hint ? hint.TrimEnd('.') + ". " : "")}The views are sweeps, trials, attempts, epochs, " +
                "decisions and leaderboard; their columns: sweep query \"select table_name, column_name from " +
                "information_schema.columns where table_schema = current_schema()\"", true, e),
        _ => PostgresErrors.Explain(address, e),
    };

    private static LedgerException Several(Exception inner) => new($"{OneStatement} several: run them one by one", true, inner);

    private static LedgerException Refused(string what, Exception? inner = null) => new(
        $"a query only reads: {what} could change something. Write to a copy of the sweep instead ('export NAME --to copy.db')",
        true, inner);

    /// <summary>What an unknown name was meant to be. The server quotes the name, in whatever language it speaks.</summary>
    private static string Meant(PostgresException e, string sql) => (e.SqlState, QuotedName().Match(e.MessageText)) switch
    {
        (PostgresErrorCodes.UndefinedTable, { Success: true } name) => PublicViews.ForTable(name.Groups["name"].Value),
        (PostgresErrorCodes.UndefinedColumn, { Success: true } name) when e.Hint is null =>
            PublicViews.ForColumn(name.Groups["name"].Value, sql),
        _ => "",
    };

    /// <summary>Where the server stumbled: the text from there on.</summary>
    private static string At(string sql, int position)
    {
        if (position < 1 || position > sql.Length) return "";
        var rest = sql[(position - 1)..].ReplaceLineEndings(" ");
        return $", at character {position}: '{(rest.Length > 30 ? rest[..30] + "…" : rest)}'";
    }

    [GeneratedRegex(@"^(\s|\(|--[^\n]*(\n|$)|/\*.*?\*/)*(?<word>\w*)", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex FirstWord();

    [GeneratedRegex("\"(?<name>[^\"]+)\"|(?<name>\\w+\\.\\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex QuotedName();
}
