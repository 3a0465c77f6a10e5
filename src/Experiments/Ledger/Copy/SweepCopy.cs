using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Experiments.Ledger.Sqlite;

namespace Sweep.Experiments.Ledger.Copy;

/// <summary>Brings a sweep home: copies it from any ledger, as it is at one moment, into a SQLite ledger of its own.</summary>
/// <remarks>Every row is copied as it stands, so that ranks, attempts and times are the same afterwards. Checkpoints are not part of it.</remarks>
public static class SweepCopy
{
    /// <summary>Copies one sweep. A sweep that runs is in the copy as interrupted: there it can be resumed.</summary>
    /// <param name="from">The ledger it is in.</param>
    /// <param name="sweep">Its name.</param>
    /// <param name="path">The file; made when there is none, else the sweep is added to it.</param>
    /// <returns>Trials and epochs that were copied.</returns>
    /// <exception cref="LedgerException">Input error: no such sweep, or the file holds one of that name, or is no ledger. Otherwise: one of the databases failed.</exception>
    public static Task<(int Trials, long Epochs)> To(LedgerAddress from, string sweep, string path) => Task.Run(() =>
    {
        using var source = SnapshotSource.Open(from);
        using var target = LedgerFile.OpenWriter(path, LedgerFile.LockWait);
        try
        {
            using var transaction = target.BeginTransaction();
            var copied = new Copying(source.Connection, target, path).Run(sweep, from);
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

    private sealed class Copying(IDbConnection source, SqliteConnection target, string path)
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
            var sweeps = Copy(CopiedTables.Sweep, "name = @sweep", new { sweep }, row =>
            {
                if (row["status"] is "running") row["status"] = "interrupted";
            });
            if (sweeps.Count == 0) throw new LedgerException($"ledger '{from.Display}' has no sweep '{sweep}'", true);
            var old = sweeps.Keys.Single();
            var configs = Copy(CopiedTables.Config, "sweep_id = @old", new { old }, row => row["sweep_id"] = sweeps[old]);
            var trials = Copy(CopiedTables.Trial, "sweep_id = @old", new { old }, row => (row["sweep_id"], row["config_id"]) = (sweeps[old], configs[Id(row["config_id"])]));
            const string ofTrials = "trial_id IN (SELECT id FROM trial WHERE sweep_id = @old)";
            Insert(CopiedTables.Attempt, ofTrials, new { old }, row => row["trial_id"] = trials[Id(row["trial_id"])]);
            return (trials.Count, Insert(CopiedTables.Report, ofTrials, new { old }, row => row["trial_id"] = trials[Id(row["trial_id"])]));
        }

        /// <summary>Copies the rows of a table with an id; returns the new ids by the old ones.</summary>
        private Dictionary<long, long> Copy(CopiedTables.Table table, string where, object parameters, Action<IDictionary<string, object?>> change)
        {
            var ids = new Dictionary<long, long>();
            foreach (var row in Read(table, where, parameters))
            {
                var old = Id(row["id"]);
                change(row);
                ids[old] = target.ExecuteScalar<long>($"{table.Insert} RETURNING id", row);
            }

            return ids;
        }

        private long Insert(CopiedTables.Table table, string where, object parameters, Action<IDictionary<string, object?>> change)
        {
            var count = 0L;
            foreach (var row in Read(table, where, parameters))
            {
                change(row);
                target.Execute(table.Insert, row);
                count++;
            }

            return count;
        }

        private IEnumerable<IDictionary<string, object?>> Read(CopiedTables.Table table, string where, object parameters) =>
            source.Query($"SELECT {table.Select} FROM {table.Name} WHERE {where} ORDER BY {table.Order}", parameters, buffered: false).Cast<IDictionary<string, object?>>();

        private static long Id(object? value) => Convert.ToInt64(value);
    }
}
