using System.Data.Common;
using Dapper;

namespace Sweep.Ledger.Storage;

/// <summary>What ledgers of older versions do not have: who only reads one does not bring it up to date.</summary>
internal static class OlderLedgers
{
    /// <summary>A column of the sweeps that came with events and decisions.</summary>
    public const string DecisionColumn = "facts";

    /// <summary>False where attempts do not tell what made them.</summary>
    public static bool HasMakers(DbConnection ledger) => Columns(ledger, "attempt").Contains("made_by");

    /// <summary>False where the value of every trial is its best report's.</summary>
    public static bool HasSummary(DbConnection ledger) => Columns(ledger, "sweep").Contains("summary");

    /// <summary>False where sweeps have no events and decisions.</summary>
    public static bool HasDecisions(DbConnection ledger) => Columns(ledger, "sweep").Contains(DecisionColumn);

    /// <summary>False where every sweep has one objective and no constraints on outcomes.</summary>
    public static bool HasGoals(DbConnection ledger) => Columns(ledger, "sweep").Contains("goals");

    public static IReadOnlySet<string> Columns(DbConnection ledger, string table)
    {
        // Every database tells the columns of a result, also of one without rows.
        using var rows = ledger.ExecuteReader($"SELECT * FROM {table} WHERE 1 = 0");
        return Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToHashSet();
    }
}
