using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>The one session that writes for this process, made again when it is lost. Its transactions are numbered, and each writes its
/// number with its changes: after a connection was lost during a commit, the number says whether that commit counts.</summary>
/// <param name="address">The database.</param>
/// <param name="id">Names the writer among others of the database.</param>
/// <param name="clock">Gives the time of its sign of life.</param>
/// <param name="outageLimit">How long an outage may last before callers hear of it.
/// What passes by itself is tried again until then.</param>
internal sealed class PostgresSession(PostgresAddress address, string id, TimeProvider clock, TimeSpan outageLimit) : ILedgerSession
{
    private const int MostAtOnce = 1000;

    // A transaction whose owner vanished must not hold its locks for longer than others wait for them. A writer finds every row by an
    // index rather than by reading a table from end to end: plans are kept, also those that were made while the table was small.
    private const string Settings =
        """
        SELECT set_config('idle_in_transaction_session_timeout', '10s', false), set_config('lock_timeout', '15s', false),
          set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
          set_config('tcp_keepalives_count', '3', false),
          set_config('client_min_messages', 'warning', false), set_config('default_transaction_isolation', 'read committed', false),
          set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
          set_config('enable_mergejoin', 'off', false),
          CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END
        """;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, PreparedCall> prepared = new(StringComparer.Ordinal);

    private NpgsqlConnection? connection;
    private Stopwatch? outage;
    private long number;

    public string Lock => "FOR NO KEY UPDATE";

    // The index is of a hash: a configuration may be longer than an index allows.
    public string IsConfig(string value) => $"md5(c.text) = md5({value})";

    // While nobody writes, a keepalive may find out that it is lost.
    private bool IsOpen => connection?.FullState.HasFlag(ConnectionState.Open) == true;

    public void Run(IEnumerable<SqlCall> calls)
    {
        foreach (var some in calls.Chunk(MostAtOnce))
        {
            using var batch = Batch(some);
            batch.ExecuteNonQuery();
        }
    }

    public List<T> Read<T>(IEnumerable<SqlCall> calls, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        foreach (var some in calls.Chunk(MostAtOnce))
        {
            using var batch = Batch(some);
            using var reader = batch.ExecuteReader();
            do
            {
                while (reader.Read()) rows.Add(read(reader));
            }
            while (reader.NextResult());
        }

        return rows;
    }

    public void Commit(Action work)
    {
        number++;
        var inDoubt = false;
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                Open();
                if (!inDoubt || LastMark() != number)
                {
                    inDoubt = false;
                    using var transaction = connection!.BeginTransaction();
                    Mark();
                    work();
                    inDoubt = true;
                    transaction.Commit();
                }

                outage = null;
                return;
            }
            catch (Exception e)
            {
                // On a connection that broke between two commands the driver refuses the next one as a misuse; it is the same loss.
                var passes = PostgresErrors.IsTransient(e) || (e is InvalidOperationException && !IsOpen);
                Drop();
                if (!passes || IsOutageTooLong()) throw PostgresErrors.Explain(address, e, "resume the sweep");
                Task.Delay(wait).GetAwaiter().GetResult();
            }
        }
    }

    public bool IsOutage(Exception error) => PostgresErrors.IsTransient(error.InnerException ?? error);

    /// <summary>Ends the session in order.</summary>
    public void Dispose()
    {
        try
        {
            if (connection is not null) Run([new SqlCall("DELETE FROM writer WHERE id = $1", id)]);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The row of a writer that ended is dropped some day by another one.
        }

        Drop();
    }

    /// <summary>The session's connection; a new one when there is none, or when it broke while nobody used it.</summary>
    internal NpgsqlConnection Open()
    {
        if (IsOpen) return connection!;
        Drop();
        connection = PostgresConnections.Writer(address);
        connection.Open();
        // Before the first transaction, so that every later one finds its row and locks it.
        const string sign = "INSERT INTO writer (id, batch, seen_at) VALUES ($1, 0, $2) ON CONFLICT (id) DO NOTHING";
        Run([new SqlCall(Settings), new SqlCall(sign, id, Now())]);
        return connection;
    }

    /// <summary>The first statement of a transaction: it locks the number until the outcome is certain.</summary>
    private void Mark()
    {
        const string mark = "UPDATE writer SET batch = $2, seen_at = $3 WHERE id = $1 RETURNING batch";
        if (Read([new SqlCall(mark, id, number, Now())], row => row.GetInt64(0)).Count != 1) throw new IOException("the session was lost");
    }

    /// <summary>Number of the last transaction that counts. Waits for one of a lost connection that is not decided yet.</summary>
    private long LastMark() =>
        Read([new SqlCall("SELECT batch FROM writer WHERE id = $1 FOR UPDATE", id)], row => row.GetInt64(0)).Single();

    /// <summary>Lets go of the connection; the server undoes what was not committed.</summary>
    private void Drop()
    {
        var lost = connection;
        connection = null;
        try
        {
            lost?.Dispose();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            // It was lost already.
        }
    }

    private NpgsqlBatch Batch(SqlCall[] calls)
    {
        var batch = new NpgsqlBatch(connection);
        for (int start = 0, end; start < calls.Length; start = end)
        {
            var sql = calls[start].Sql;
            end = start + calls.Skip(start).TakeWhile(call => call.Sql == sql).Count();
            if (!prepared.TryGetValue(sql, out var call)) prepared.Add(sql, call = PreparedCall.Of(connection!, sql));
            foreach (var command in call.For([.. calls[start..end].Select(one => one.Values)])) batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private bool IsOutageTooLong() => (outage ??= Stopwatch.StartNew()).Elapsed > outageLimit;

    private string Now() => UtcText.From(clock.GetUtcNow());
}
