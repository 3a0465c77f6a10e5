using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>What SQLite's result codes mean for the owner of a ledger. Codes: https://sqlite.org/rescode.html.</summary>
internal static class SqliteErrors
{
    /// <summary>How to name another file: a ledger's path comes from --db or its default, but also from --cluster, --to,
    /// the environment or the configuration.</summary>
    public const string Elsewhere = "with --db, or with whatever named this one";

    /// <summary>What went wrong while a ledger was read; null for what is no matter of the ledger.</summary>
    public static LedgerException? OfReading(string path, Exception e) => e switch
    {
        SqliteException sqlite => Explain(path, sqlite),
        _ when StrangeValue.IsMet(e) => new(
            $"ledger '{path}' holds a value that cannot be ({e.Message}): another program changed it, or the file is damaged. Restore a " +
                $"copy, or start a new one {Elsewhere}", false, e),
        _ => null,
    };

    public static LedgerException Explain(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        // SQLite names no cause when the index of the write-ahead log (the file '-shm') cannot grow; the disk is full then.
        raw.SQLITE_FULL or raw.SQLITE_IOERR
            when e.SqliteErrorCode == raw.SQLITE_FULL || e.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE =>
            new($"the disk is full: ledger '{path}' cannot grow. What was recorded before is safe. Free some space, then resume the " +
            "sweep, or give the same command again", false, e),
        raw.SQLITE_IOERR =>
            new($"ledger '{path}' cannot be read or written: the system reports an input/output error ({Text(e)}). Check the disk, then " +
            "resume the sweep", false, e),
        raw.SQLITE_CORRUPT => new($"ledger '{path}' is damaged ({Text(e)}). Restore a copy, or start a new one {Elsewhere}", false, e),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            new($"ledger '{path}' is locked by another program. Close the program that holds it (an open transaction in a database " +
            "browser?) and run again", false, e),
        raw.SQLITE_READONLY => new($"ledger '{path}' cannot be written: the file or its folder is read-only. Make both writable, or " +
            $"choose another place {Elsewhere}", true, e),
        raw.SQLITE_CANTOPEN => new($"ledger '{path}' cannot be opened: the file, or its side files '-wal' and '-shm', cannot be read or " +
            $"made. Check the permissions of the file and its folder, or choose another place {Elsewhere}", true, e),
        raw.SQLITE_NOMEM => new(
            $"ledger '{path}': SQLite gets no memory for this. Close other programs, or ask for less at a time", false, e),
        raw.SQLITE_NOTADB => NotALedger(path, "it is not a SQLite file", e),
        _ => new($"ledger '{path}': {Text(e)}", false, e),
    };

    /// <summary>SQLite's own words, without the provider's "SQLite Error 1: '...'." around them.</summary>
    public static string Text(SqliteException e)
    {
        var start = e.Message.IndexOf('\'', StringComparison.Ordinal);
        var end = e.Message.LastIndexOf('\'');
        return start >= 0 && end > start ? e.Message[(start + 1)..end] : e.Message;
    }

    public static LedgerException NotALedger(string path, string found, Exception? inner = null) =>
        new($"'{path}' is not a ledger of Sweep: {found}. It was left as it is. Choose another file {Elsewhere}", true, inner);
}
