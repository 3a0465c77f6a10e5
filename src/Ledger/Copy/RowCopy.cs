using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger.Sqlite;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Copy;

/// <summary>Copies the rows of a sweep one by one, from any database.</summary>
internal sealed class RowCopy(DbConnection source, SqliteConnection target, SqliteSession session)
{
    /// <summary>Copies a sweep in the transaction that is open; null when the source has none of that name.</summary>
    public (int Trials, long Epochs)? Copy(string sweep)
    {
        var (ofSweep, ofConfig, ofTrial) = (CopiedTables.Sweep, CopiedTables.Config, CopiedTables.Trial);
        var sweeps = CopyWithIds(ofSweep, "name = @key", sweep, row =>
        {
            if (row[ofSweep["status"]] is "running") row[ofSweep["status"]] = "interrupted";
        });
        if (sweeps.Count == 0) return null;
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
        var columns = table.Select(OlderLedgers.Columns(source, table.Name));
        using var rows = source.ExecuteReader(
            $"SELECT {columns} FROM {table.Name} WHERE {where} ORDER BY {table.Order}", new { key }, commandTimeout: 0);
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

    private static void Renumber(object?[] row, int column, Dictionary<long, long> ids) =>
        row[column] = ids[Convert.ToInt64(row[column])];
}
