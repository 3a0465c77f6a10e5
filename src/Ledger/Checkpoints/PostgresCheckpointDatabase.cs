using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Sweep.Ledger.Checkpoints;

/// <summary>A storage in a PostgreSQL ledger.</summary>
internal sealed class PostgresCheckpointDatabase(PostgresAddress address) : ICheckpointDatabase
{
    // Checkpoints can wait, the reports of the ledger cannot.
    private const int Few = 3;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address.WithDefaults)
    {
        MaxPoolSize = Few,
        MinPoolSize = 0,
        Timeout = 10,
        CommandTimeout = 30,
        ApplicationName = "sweep checkpoints",
        Enlist = false,
    }.ConnectionString);

    public string BytesType => "BYTEA";

    public string LockRow => "FOR UPDATE";

    // A look into the catalogue itself: to_regclass may remember an answer from before another node's commit.
    public string CountTables => """
        SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY (current_schemas(false)) AND c.relname IN ('checkpoint', 'checkpoint_part')
        """;

    public string CountOldKinds => """
        SELECT count(*) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY (current_schemas(false)) AND c.relname = 'checkpoint' AND k.conname = 'checkpoint_kind_check'
        """;

    public string DropOldKinds => "ALTER TABLE checkpoint DROP CONSTRAINT checkpoint_kind_check";

    public int Connections => Few;

    // Any number that no other lock of ours has: "sweep" and "ckpt".
    public string? CreationLock => $"SELECT pg_advisory_xact_lock({0x7377_6565_706B_7074})";

    public async Task<DbConnection> Open(CancellationToken cancel) => await source.OpenConnectionAsync(cancel);

    // Npgsql's own messages name the server and the user, never the password.
    public LedgerException? Explain(Exception error) => error is NpgsqlException or SocketException or TimeoutException
        ? new LedgerException($"the database at {address.Display} cannot keep or give checkpoints now: {error.Message}", false, error)
        : null;

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
