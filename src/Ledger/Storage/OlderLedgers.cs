using System.Data.Common;
using Dapper;

namespace Sweep.Ledger.Storage;

/// <summary>What ledgers of older versions do not have: who only reads one does not bring it up to date.</summary>
internal static class OlderLedgers
{
    /// <summary>False where attempts do not tell what made them.</summary>
    public static bool HasMakers(DbConnection ledger)
    {
        // Every database tells the columns of a result, also of one without rows.
        using var rows = ledger.ExecuteReader("SELECT * FROM attempt WHERE 1 = 0");
        return Enumerable.Range(0, rows.FieldCount).Any(column => rows.GetName(column) == "made_by");
    }
}
