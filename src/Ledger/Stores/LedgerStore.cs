using Sweep.Ledger.Postgres;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Stores;

/// <summary>Opens the ledger that an address names, whichever database it is.</summary>
public static class LedgerStore
{
    /// <summary>Opens a ledger for writing; makes its schema when there is none and brings an older one up to date.</summary>
    /// <exception cref="LedgerException">Input error: no such place, no right to it, not a ledger, made by a newer version.
    /// Otherwise: it failed.</exception>
    public static ILedger Open(LedgerAddress address, TimeProvider clock) => address switch
    {
        SqliteAddress sqlite => SqliteLedger.Open(sqlite.Path, clock),
        PostgresAddress postgres => PostgresLedger.Open(postgres, clock),
        _ => throw Unknown(address),
    };

    /// <summary>Opens an existing ledger for looking; never makes or changes one.</summary>
    /// <exception cref="LedgerException">Input error: no such place, no right to it, not a ledger, made by a newer version.
    /// Otherwise: it failed.</exception>
    public static ILedgerView OpenReader(LedgerAddress address) => address switch
    {
        SqliteAddress sqlite => SqliteLedgerReader.Open(sqlite.Path),
        PostgresAddress postgres => PostgresLedgerReader.Open(postgres),
        _ => throw Unknown(address),
    };

    private static LedgerException Unknown(LedgerAddress address) => new($"no ledger can be opened at {address.Display}", true);
}
