using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sweep.Contracts.Files;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Opens the file of a ledger for writing or for reading, and refuses what is not one.</summary>
internal static class LedgerFile
{
    /// <summary>How long SQLite itself waits for the lock of another program before it says so.</summary>
    public static readonly TimeSpan LockWait = TimeSpan.FromSeconds(10);

    static LedgerFile() => UtcText.Register();

    /// <summary>The one connection that writes; makes the file and brings its schema up to date. One that attaches another file
    /// does so by its address (<see cref="AddressOf"/>).</summary>
    public static SqliteConnection OpenWriter(string path, TimeSpan lockWait, bool attaches = false) => Guard(path, () =>
    {
        CheckPlace(path);
        // SQLite takes the addresses of others only where it was opened by one.
        return Configure(Connect(attaches ? AddressOf(path, "mode=rwc") : path, SqliteOpenMode.ReadWriteCreate), connection =>
        {
            connection.Execute($"PRAGMA busy_timeout = {(long)lockWait.TotalMilliseconds}");
            SchemaMigrations.Check(connection, path);
            if (raw.sqlite3_db_readonly(connection.Handle, "main") != 0)
                throw new SqliteException("readonly", raw.SQLITE_READONLY);
            var mode = connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL");
            if (mode != "wal") throw new LedgerException(
                $"ledger '{path}' needs SQLite's write-ahead log, but its folder only offers '{mode}' (a network folder?). Choose a " +
                    $"local folder {SqliteErrors.Elsewhere}", true);
            // FULL: an acknowledged report survives a power cut, not only a crash.
            // Checkpoint every 16 MiB of log: every report rewrites the same few pages, so a longer log means far fewer writes.
            connection.Execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000");
            SchemaMigrations.Apply(connection, path);
        });
    });

    /// <summary>A connection that only reads; never makes the file.</summary>
    public static SqliteConnection OpenReader(string path) => OpenReaderIfAny(path) ?? throw new LedgerException(
        $"there is no ledger '{path}'{(File.Exists(path) ? " yet: the file is empty" : "")}. 'run FILE' makes one, and for a cluster its " +
            "first node does ('silo'); --db, or --cluster, names one that is elsewhere", true);

    /// <summary>The same; null where there is no file yet, or one without any table: its making was interrupted, or is going on.</summary>
    public static SqliteConnection? OpenReaderIfAny(string path) => Guard(path, () =>
    {
        RequireFile(path);
        if (!File.Exists(path)) return null;
        try
        {
            return Open(path, path);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY && !HasLog(path))
        {
            // In a folder where SQLite cannot make its side files, a file at rest can still be read as it is.
            return Open(AddressOf(path, "immutable=1"), path);
        }
    });

    /// <summary>The address under which SQLite opens a file in a way of its own: parameters of https://sqlite.org/uri.html.</summary>
    public static string AddressOf(string path, string way) =>
        $"file://{string.Join('/', Path.GetFullPath(path).Split('/').Select(Uri.EscapeDataString))}?{way}";

    private static SqliteConnection? Open(string source, string path)
    {
        var isEmpty = false;
        var connection = Configure(Connect(source, SqliteOpenMode.ReadOnly), connection => isEmpty = !HoldsLedger(connection, path));
        if (!isEmpty) return connection;
        connection.Dispose();
        return null;
    }

    private static bool HoldsLedger(SqliteConnection connection, string path)
    {
        connection.Execute($"PRAGMA busy_timeout = {(long)LockWait.TotalMilliseconds}; PRAGMA query_only = ON");
        var version = SchemaMigrations.Check(connection, path);
        return version == 0 || version >= SchemaMigrations.Readable ? version > 0 : throw new LedgerException(
            $"ledger '{path}' has schema version {version}, this program reads {SchemaMigrations.Readable} and later. Any command that " +
                "writes to it (such as 'resume') brings it up to date", true);
    }

    private static SqliteConnection Connect(string source, SqliteOpenMode mode) => new(new SqliteConnectionStringBuilder
    {
        DataSource = source,
        Mode = mode,
        Pooling = false,
        // SQLite's own wait (busy_timeout) is finer than the provider's polling, which this keeps out of the way.
        DefaultTimeout = 1,
    }.ConnectionString);

    private static SqliteConnection Configure(SqliteConnection connection, Action<SqliteConnection> configure) => connection.OrDispose(() =>
    {
        connection.Open();
        configure(connection);
        return connection;
    });

    private static T Guard<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(path, e);
        }
    }

    private static void CheckPlace(string path)
    {
        RequireFile(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) throw new LedgerException(
            $"ledger '{path}' cannot be made: there is no folder '{folder}'. Make it, or choose another place " +
                $"{SqliteErrors.Elsewhere}", true);
    }

    private static bool HasLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    private static void RequireFile(string path)
    {
        switch (RegularFile.KindOf(path))
        {
            case FileKind.Regular or FileKind.Absent: return;
            case FileKind.Folder:
                throw new LedgerException($"expected a ledger file, found the folder '{path}'. Name a file in it, for " +
                $"example {Path.Combine(path, "sweep.db")}", true);
            case var kind:
                throw new LedgerException($"expected a ledger file, found {NotRegularFileException.Words(kind)} '{path}'. " +
                $"Choose another place {SqliteErrors.Elsewhere}", true);
        }
    }
}
