using Microsoft.Data.Sqlite;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>The ledger in a SQLite file: one writer that commits in groups, readers beside it (write-ahead log,
/// every commit flushed to disk).</summary>
/// <remarks>Several processes may have the same file open; a writer waits for the lock of another one.</remarks>
public static class SqliteLedger
{
    /// <summary>Opens a ledger for writing; makes the file when there is none and brings an older one up to date.</summary>
    /// <exception cref="LedgerException">Input error: a folder, a missing or read-only place, not a ledger, made by a newer version.
    /// Otherwise: full disk, damaged file, locked for longer than half a minute.</exception>
    public static ILedger Open(string path, TimeProvider clock) => Open(path, clock, LedgerFile.LockWait);

    /// <summary>Opens a ledger to remove and rename sweeps.</summary>
    /// <inheritdoc cref="Open(string, TimeProvider)" />
    public static ILedgerEditor Edit(string path, TimeProvider clock) => (DatabaseLedger)Open(path, clock);

    /// <summary>What an error of SQLite means for the owner of a ledger, and the way out.</summary>
    public static LedgerException Explain(string path, SqliteException error) => SqliteErrors.Explain(path, error);

    /// <summary>For tests: another wait for the lock of another program.</summary>
    internal static ILedger Open(string path, TimeProvider clock, TimeSpan lockWait) =>
        On(LedgerFile.OpenWriter(path, lockWait), path, clock);

    /// <summary>For tests: on a writing connection of their making.</summary>
    internal static ILedger On(SqliteConnection connection, string path, TimeProvider clock) =>
        new DatabaseLedger(new SqliteDatabase(path), new LedgerWriter(new SqliteSession(connection, path), new SqliteAddress(path), clock));
}
