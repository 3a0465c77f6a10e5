using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Sweep.Silo.Membership;

/// <summary>Members in the ledger's PostgreSQL database.</summary>
internal sealed class PostgresMembers : IMemberDatabase, IAsyncDisposable, IDisposable
{
    // Any number that no other lock of ours has: "sweep" and "member".
    private const long CreationLock = 0x73776565_706D6D62;

    private readonly NpgsqlDataSource source;

    /// <param name="connectionString">With the password, when it has one.</param>
    public PostgresMembers(string connectionString) => source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        // Few and short: a silo reads a small table every ten seconds, and an answer that takes longer than this is none.
        MaxPoolSize = 4,
        MinPoolSize = 0,
        Timeout = 5,
        CommandTimeout = 5,
        ApplicationName = "sweep membership",
        Enlist = false,
    }.ConnectionString);

    public async Task<T> Run<T>(Func<DbConnection, Task<T>> work)
    {
        var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false)) return await work(connection).ConfigureAwait(false);
    }

    public async Task CreateTables(DbConnection connection)
    {
        // Looked for first: a user without the right to make tables may still be a node once they are there.
        const string missing = "SELECT to_regclass('member') IS NULL OR to_regclass('member_version') IS NULL";
        if (!await connection.ExecuteScalarAsync<bool>(missing).ConfigureAwait(false)) return;
        var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // IF NOT EXISTS alone is not safe: two that make the same table at once meet in the catalogue.
            await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@CreationLock)", new { CreationLock }, transaction)
                .ConfigureAwait(false);
            await connection.ExecuteAsync(
                """
                CREATE TABLE IF NOT EXISTS member_version(cluster text PRIMARY KEY, version bigint NOT NULL);
                CREATE TABLE IF NOT EXISTS member(
                  cluster text NOT NULL, address text NOT NULL, etag bigint NOT NULL, name text NOT NULL, host text NOT NULL, status bigint NOT NULL,
                  proxy_port bigint NOT NULL, started_at text COLLATE "C" NOT NULL, alive_at text COLLATE "C" NOT NULL, suspects text NOT NULL,
                  PRIMARY KEY (cluster, address))
                """,
                transaction: transaction).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
        }
    }

    public bool IsTransient(Exception error) => error switch
    {
        // 57P01 and 57P02: the server is shut down or crashed and closes this connection.
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => true,
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is SocketException or IOException or TimeoutException,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    // Npgsql's own messages name the server and the user, never the password.
    public Exception? Explain(Exception error) => null;

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public void Dispose() => source.Dispose();
}
