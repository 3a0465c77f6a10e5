using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger.Sqlite;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Copy;

/// <summary>Copies a sweep from one SQLite file to another inside SQLite: a table is one statement, and no row comes here.</summary>
/// <remarks>Rows keep their distances: a new id is the old one and a number that is the same for the table.</remarks>
internal sealed class AttachedCopy
{
    private readonly SqliteConnection source;
    private readonly SqliteConnection target;
    private readonly Dictionary<string, long> shifts = new(StringComparer.Ordinal);

    /// <summary>Lets the target, which has no transaction yet, read the source, which it cannot write.</summary>
    public AttachedCopy(SqliteConnection source, SqliteConnection target)
    {
        (this.source, this.target) = (source, target);
        var name = new SqliteConnectionStringBuilder(source.ConnectionString).DataSource;
        // A file at rest in a folder that cannot be written is opened by an address of its own.
        var address = name.StartsWith("file:", StringComparison.Ordinal) ? name : LedgerFile.AddressOf(name, "mode=ro");
        target.Execute("ATTACH @address AS source", new { address });
    }

    /// <summary>Copies a sweep in the transaction that is open; null when the source has none of that name.</summary>
    public (int Trials, long Epochs)? Copy(string sweep)
    {
        if (target.ExecuteScalar<long?>("SELECT id FROM source.sweep WHERE name = @sweep", new { sweep }) is not { } id) return null;
        var key = $"{id}";
        Copy(CopiedTables.Sweep, $"id = {key}");
        Copy(CopiedTables.Config, OfSweep("config", key));
        var trials = Copy(CopiedTables.Trial, OfSweep("trial", key));
        if (OlderLedgers.HasDecisions(source))
            foreach (var table in (CopiedTables.Table[])[CopiedTables.Event, CopiedTables.Decision]) Copy(table, $"sweep_id = {key}");
        var ofTrials = $"trial_id IN (SELECT id FROM source.trial WHERE sweep_id = {key})";
        Copy(CopiedTables.Attempt, ofTrials);
        return (trials, Copy(CopiedTables.Report, ofTrials));
    }

    /// <summary>The ids of a sweep mostly lie together: in their range they are met in order, without a sort.</summary>
    private static string OfSweep(string table, string key)
    {
        var ids = $"FROM source.{table} WHERE sweep_id = {key}";
        return $"id BETWEEN (SELECT min(id) {ids}) AND (SELECT max(id) {ids}) AND +sweep_id = {key}";
    }

    private int Copy(CopiedTables.Table table, string where)
    {
        if (table.HasId) shifts[table.Name] = Shift(table, where);
        string[] columns = table.HasId ? ["id", .. table.Columns] : table.Columns;
        var there = OlderLedgers.Columns(source, table.Name);
        return target.Execute(
            $"""
            INSERT INTO main.{table.Name} ({string.Join(", ", columns)})
            SELECT {string.Join(", ", columns.Select(column => Value(table, column, there)))} FROM source.{table.Name}
            WHERE {where} ORDER BY {table.Order}
            """);
    }

    private long Shift(CopiedTables.Table table, string where) => target.ExecuteScalar<long>(
        $"""
        SELECT coalesce((SELECT max(id) FROM main.{table.Name}), 0) + 1
          - coalesce((SELECT min(id) FROM source.{table.Name} WHERE {where}), 1)
        """);

    private string Value(CopiedTables.Table table, string column, IReadOnlySet<string> there) => column switch
    {
        "id" => Shifted(column, table.Name),
        "sweep_id" or "config_id" or "trial_id" => Shifted(column, column[..^"_id".Length]),
        "status" when table == CopiedTables.Sweep => "CASE status WHEN 'running' THEN 'interrupted' ELSE status END",
        _ => there.Contains(column) ? column : CopiedTables.Table.InPlaceOf(column),
    };

    private string Shifted(string column, string table) => $"{column} + ({shifts[table]})";
}
