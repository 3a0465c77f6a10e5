using System.Data;
using Npgsql;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>
/// The one session that writes for this process, made again when it is lost. Its transactions are numbered, and each writes its number with
/// its changes: after a connection was lost during a commit, the number says whether that commit counts.
/// </summary>
internal sealed class WriterSession(PostgresAddress address, string id, TimeProvider clock) : IAsyncDisposable
{
    // A transaction whose owner vanished must not hold its locks for longer than others wait for them.
    private const string Settings =
        """
        SELECT set_config('idle_in_transaction_session_timeout', '10s', false), set_config('lock_timeout', '15s', false),
          set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false),
          set_config('client_min_messages', 'warning', false), set_config('default_transaction_isolation', 'read committed', false),
          CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END
        """;

    private NpgsqlConnection? connection;

    /// <summary>Whether there is a connection and nothing says that it is lost. While nobody writes, a keepalive may find out that it is.</summary>
    public bool IsOpen => connection?.FullState.HasFlag(ConnectionState.Open) == true;

    /// <summary>The session's connection; a new one when there is none, or when it broke while nobody used it.</summary>
    public async Task<NpgsqlConnection> Open()
    {
        if (IsOpen) return connection!;
        await Drop();
        var opened = PostgresConnections.Writer(address);
        try
        {
            await opened.OpenAsync();
            await opened.Run(Settings);
            // Before the first transaction, so that every later one finds its row and locks it.
            await opened.Run("INSERT INTO writer (id, batch, seen_at) VALUES ($1, 0, $2) ON CONFLICT (id) DO NOTHING", id, Now());
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }

        return connection = opened;
    }

    /// <summary>Must be the first statement of a transaction: it locks the number until the outcome is certain.</summary>
    public async Task Mark(long number)
    {
        if (await connection!.Run("UPDATE writer SET batch = $2, seen_at = $3 WHERE id = $1", id, number, Now()) != 1) throw new LostSessionException();
    }

    /// <summary>Number of the last transaction that counts. Waits for one of a lost connection that is not decided yet.</summary>
    public async Task<long> LastMark() => (await connection!.All(row => row.GetInt64(0), "SELECT batch FROM writer WHERE id = $1 FOR UPDATE", id)).Single();

    /// <summary>Lets go of the connection; the server undoes what was not committed.</summary>
    public async Task Drop()
    {
        if (connection is not { } lost) return;
        connection = null;
        try
        {
            await lost.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            // It was lost already.
        }
    }

    /// <summary>Ends the session in order.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (connection is not null) await connection.Run("DELETE FROM writer WHERE id = $1", id);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The row of a writer that ended is dropped some day by another one.
        }

        await Drop();
    }

    private string Now() => UtcText.From(clock.GetUtcNow());
}
