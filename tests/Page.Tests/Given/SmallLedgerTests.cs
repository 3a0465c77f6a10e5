using Microsoft.Extensions.Time.Testing;

namespace Sweep.Page.Tests.Given;

/// <summary>Tests of what reads a <see cref="SmallLedger"/> without a server.</summary>
public abstract class SmallLedgerTests : IAsyncLifetime
{
    private protected static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private protected FakeTimeProvider Clock { get; } = new();

    private protected SmallLedger Ledger { get; private set; } = null!;

    private protected StubSource Source { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Ledger = await SmallLedger.Make();
        Source = new StubSource(Ledger.Path);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Ledger.DisposeAsync();
    }
}
