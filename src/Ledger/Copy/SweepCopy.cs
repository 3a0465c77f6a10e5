using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Copy;

/// <summary>Brings a sweep home: copies it from any ledger, as it is at one moment, into a SQLite ledger of its own.</summary>
/// <remarks>Every row is copied as it stands, so that ranks, attempts and times are the same afterwards.
/// Checkpoints are not part of it.</remarks>
public static class SweepCopy
{
    /// <summary>Copies one sweep. A sweep that runs is in the copy as interrupted: there it can be resumed.</summary>
    /// <param name="from">The ledger it is in.</param>
    /// <param name="sweep">Its name.</param>
    /// <param name="path">The file; made when there is none, else the sweep is added to it.</param>
    /// <returns>Trials and epochs that were copied.</returns>
    /// <exception cref="LedgerException">Input error: no such sweep, or the file holds one of that name, or is no ledger.
    /// Otherwise: one of the databases failed.</exception>
    public static Task<(int Trials, long Epochs)> To(LedgerAddress from, string sweep, string path) => Task.Run(() =>
    {
        using var source = new SnapshotSource(from);
        using var target = LedgerFile.OpenWriter(path, LedgerFile.LockWait, attaches: true);
        using var session = new SqliteSession(target, path);
        try
        {
            Func<string, (int Trials, long Epochs)?> rows = source.Connection is SqliteConnection file
                ? new AttachedCopy(file, target).Copy : new RowCopy(source.Connection, target, session).Copy;
            using var transaction = target.BeginTransaction();
            var copied = Copy(rows, target, sweep, path)
                ?? throw new LedgerException($"ledger '{from.Display}' has no sweep '{sweep}'", true);
            transaction.Commit();
            return copied;
        }
        catch (SqliteException e)
        {
            // One statement reads and writes; a file that was just made, or opened for writing, is not the damaged one.
            throw e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB && source.Explain(e) is { } ofSource
                ? ofSource : SqliteErrors.Explain(path, e);
        }
        catch (Exception e) when (source.Explain(e) is { } explained)
        {
            throw explained;
        }
    });

    private static (int Trials, long Epochs)? Copy(
        Func<string, (int Trials, long Epochs)?> rows, SqliteConnection target, string sweep, string path)
    {
        if (target.ExecuteScalar<long>("SELECT count(*) FROM sweep WHERE name = @sweep", new { sweep }) > 0)
            throw new LedgerException($"'{path}' holds a sweep '{sweep}' already; name another file, or remove that one", true);
        // They hold for those who write history, not for who copies it.
        var guards = target.Query<(string Name, string Sql)>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").ToList();
        foreach (var guard in guards) target.Execute($"DROP TRIGGER {guard.Name}");
        var copied = rows(sweep);
        foreach (var guard in guards) target.Execute(guard.Sql);
        return copied;
    }
}
