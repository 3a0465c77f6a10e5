using Sweep.Ledger;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Verbs;

/// <summary>How verbs get at the ledger.</summary>
internal static class Ledgers
{
    /// <exception cref="LedgerException">Input error: no such file, or not a ledger.</exception>
    public static ILedgerReader Reader(string path) => SqliteLedgerReader.Open(path);

    /// <summary>A reader, or null where there is no file yet, or an empty one.</summary>
    /// <exception cref="LedgerException">Input error: there is a file, but it is not a ledger.</exception>
    public static ILedgerReader? ReaderIfAny(string path) => SqliteLedgerReader.OpenIfAny(path);
}
