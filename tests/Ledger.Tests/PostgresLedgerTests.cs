using Sweep.Ledger.Postgres;

namespace Sweep.Ledger.Tests;

/// <summary>The contract of every store, kept by PostgreSQL.</summary>
public sealed class PostgresLedgerTests : LedgerContract
{
    private PostgresAddress? address;

    protected override async Task<ILedger> Open()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        address ??= new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
        return PostgresLedger.Open(address, Clock);
    }

    protected override Task Remove() => Task.CompletedTask;
}
