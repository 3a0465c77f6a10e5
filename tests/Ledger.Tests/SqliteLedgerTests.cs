using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Tests;

/// <summary>The contract of every store, kept by SQLite.</summary>
public sealed class SqliteLedgerTests : LedgerContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-ledger-").FullName;

    protected override Task<ILedger> Open() => Task.FromResult<ILedger>(SqliteLedger.Open(Path.Combine(folder, "sweep.db"), Clock));

    protected override Task Remove()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }
}
