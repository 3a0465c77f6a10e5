using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger.Sqlite;
using Sweep.Ledger.Storage;

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
        using var source = SnapshotSource.Open(from);
        using var target = LedgerFile.OpenWriter(path, LedgerFile.LockWait);
        using var session = new SqliteSession(target, path);
        try
        {
            using var transaction = target.BeginTransaction();
            var copied = new Copying(source.Connection, target, session, path).Run(sweep, from);
            transaction.Commit();
            return copied;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(path, e);
        }
        catch (Exception e) when (source.Explain(e) is { } explained)
        {
            throw explained;
        }
    });

    private sealed class Copying(
        DbConnection source, SqliteConnection target, SqliteSession session, string path)
    {
        public (int Trials, long Epochs) Run(string sweep, LedgerAddress from)
        {
            if (target.ExecuteScalar<long>("SELECT count(*) FROM sweep WHERE name = @sweep", new { sweep }) > 0)
                throw new LedgerException($"'{path}' holds a sweep '{sweep}' already; name another file, or remove that one", true);
            // They hold for those who write history, not for who copies it.
            var guards = target.Query<(string Name, string Sql)>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").ToList();
            foreach (var guard in guards) target.Execute($"DROP TRIGGER {guard.Name}");
            var copied = Rows(sweep, from);
            foreach (var guard in guards) target.Execute(guard.Sql);
            return copied;
        }

        private (int Trials, long Epochs) Rows(string sweep, LedgerAddress from)
        {
            var (ofSweep, ofConfig, ofTrial) = (CopiedTables.Sweep, CopiedTables.Config, CopiedTables.Trial);
            var sweeps = CopyWithIds(ofSweep, "name = @key", sweep, row =>
            {
                if (row[ofSweep["status"]] is "running") row[ofSweep["status"]] = "interrupted";
            });
            if (sweeps.Count == 0) throw new LedgerException($"ledger '{from.Display}' has no sweep '{sweep}'", true);
            var (old, here) = sweeps.Single();
            var configs = CopyWithIds(ofConfig, "sweep_id = @key", old, row => row[ofConfig["sweep_id"]] = here);
            var trials = CopyWithIds(ofTrial, "sweep_id = @key", old, row =>
            {
                row[ofTrial["sweep_id"]] = here;
                Renumber(row, ofTrial["config_id"], configs);
            });
            if (OlderLedgers.HasDecisions(source))
            {
                Copy(CopiedTables.Event, "sweep_id = @key", old, row => row[CopiedTables.Event["sweep_id"]] = here);
                Copy(CopiedTables.Decision, "sweep_id = @key", old, row => row[CopiedTables.Decision["sweep_id"]] = here);
            }

            const string ofTrials = "trial_id IN (SELECT id FROM trial WHERE sweep_id = @key)";
            Copy(CopiedTables.Attempt, ofTrials, old, row => Renumber(row, CopiedTables.Attempt["trial_id"], trials));
            return (trials.Count, Copy(CopiedTables.Report, ofTrials, old, row => Renumber(row, CopiedTables.Report["trial_id"], trials)));
        }

        /// <summary>Copies the rows of a table with an id; returns the new ids by the old ones.</summary>
        private Dictionary<long, long> CopyWithIds(CopiedTables.Table table, string where, object key, Action<object?[]> change)
        {
            var ids = new Dictionary<long, long>();
            Copy(table, where, key, change, old => ids[old] = SQLitePCL.raw.sqlite3_last_insert_rowid(target.Handle));
            return ids;
        }

        /// <summary>Copies rows one by one; returns how many.</summary>
        private long Copy(CopiedTables.Table table, string where, object key, Action<object?[]> change, Action<long>? copied = null)
        {
            var values = new object?[table.Columns.Length];
            var before = table.HasId ? 1 : 0;
            var count = 0L;
            using var rows = Read(table, where, key);
            while (rows.Read())
            {
                for (var i = 0; i < values.Length; i++) values[i] = rows.IsDBNull(before + i) ? null : rows.GetValue(before + i);
                change(values);
                session.Run([new SqlCall(table.Insert, values)]);
                copied?.Invoke(rows.GetInt64(0));
                count++;
            }

            return count;
        }

        private DbDataReader Read(CopiedTables.Table table, string where, object key)
        {
            var command = source.CreateCommand();
            var columns = table.Select(OlderLedgers.Columns(source, table.Name));
            (command.CommandText, command.CommandTimeout) =
                ($"SELECT {columns} FROM {table.Name} WHERE {where} ORDER BY {table.Order}", 0);
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("key", key);
            command.Parameters.Add(parameter);
            return command.ExecuteReader();
        }

        private static void Renumber(object?[] row, int column, Dictionary<long, long> ids) =>
            row[column] = ids[Convert.ToInt64(row[column])];
    }
}
