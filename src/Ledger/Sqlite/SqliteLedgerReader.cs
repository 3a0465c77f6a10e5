using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Opens SQLite ledgers for looking. They are never written, nor made.</summary>
public static class SqliteLedgerReader
{
    /// <summary>Opens an existing ledger. Works for a file and folder that cannot be written, too.</summary>
    /// <exception cref="LedgerException">Input error: no such file, a folder, not a ledger, made by a newer version.</exception>
    public static ILedgerView Open(string path)
    {
        LedgerFile.OpenReader(path).Dispose();
        return new LedgerReads(new SqliteDatabase(path));
    }

    /// <summary>Opens a ledger where there is one; null where there is no file yet,
    /// or one without any table (its making was interrupted, or is going on).</summary>
    /// <exception cref="LedgerException">Input error: a folder, not a ledger, made by a newer version.</exception>
    public static ILedgerView? OpenIfAny(string path)
    {
        using var found = LedgerFile.OpenReaderIfAny(path);
        return found is null ? null : new LedgerReads(new SqliteDatabase(path));
    }
}
