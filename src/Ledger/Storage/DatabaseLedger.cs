using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rules;

namespace Sweep.Ledger.Storage;

/// <summary>A ledger in a database, open for writing. Owns both its parts.</summary>
internal sealed class DatabaseLedger(ILedgerDatabase database, LedgerWriter writer) : LedgerReads(database), ILedger, ILedgerEditor
{
    private readonly ILedgerDatabase database = database;

    public Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials) => writer.Write(ledger => ledger.Create(sweep, trials));

    public Task<long> Claim(string sweep, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null) =>
        writer.Write(ledger => ledger.Claim(sweep, stillRunning, lostSlots ?? []));

    public Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes) =>
        TrialRules.Mistake(sweep, changes) is { } mistake
            ? Task.FromException<IReadOnlyList<bool>>(mistake)
            : writer.Apply(new SweepChanges(sweep, coordinator, changes));

    public Task SetStatus(string sweep, long coordinator, SweepStatus status) =>
        writer.Write(ledger => ledger.SetStatus(sweep, coordinator, status));

    public Task Remove(string sweep) => writer.Write(ledger => ledger.Remove(sweep));

    public Task Rename(string sweep, string name, string yaml) => writer.Write(ledger => ledger.Rename(sweep, name, yaml));

    /// <summary>Ends the queued writes, then lets go of the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await database.DisposeAsync();
    }
}
