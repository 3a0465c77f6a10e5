using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;

namespace Sweep.Silo.Operations;

/// <summary>A ledger whose writes are timed and whose accepted endings are counted.
/// Whoever opened the ledger disposes it: this view of it has nothing to dispose.</summary>
public sealed class MeteredLedger(ILedger inner, NodeMetrics metrics, TimeProvider clock) : ILedger
{
    public Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials) =>
        Timed("create_sweep", () => inner.CreateSweep(sweep, trials));

    public Task<long> Claim(string sweep, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null) =>
        Timed("claim", () => inner.Claim(sweep, stillRunning, lostSlots));

    public async Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes)
    {
        var accepted = await Timed("apply", () => inner.Apply(sweep, coordinator, changes)).ConfigureAwait(false);
        foreach (var (change, holds) in changes.Zip(accepted))
            if (holds && Ending(change) is { } status) metrics.TrialEnded(status);
        return accepted;
    }

    public Task SetStatus(string sweep, long coordinator, SweepStatus status) =>
        Timed("set_status", () => inner.SetStatus(sweep, coordinator, status));

    public Task<IReadOnlyList<SweepRow>> ListSweeps() => inner.ListSweeps();
    public Task<IReadOnlyList<string>> ListRunning() => inner.ListRunning();
    public Task<SweepRow?> FindSweep(string sweep) => inner.FindSweep(sweep);
    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) => inner.ListTrials(sweep);
    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) => inner.ListEpochs(sweep, trial);
    public Task<IReadOnlyList<EpochRow>> ListCounted(string sweep) => inner.ListCounted(sweep);
    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => inner.ListMetric(sweep);
    public Task<IReadOnlyList<SweepEvent>> ListEvents(string sweep) => inner.ListEvents(sweep);
    public Task<IReadOnlyList<Decision>> ListDecisions(string sweep) => inner.ListDecisions(sweep);
    public Task<string?> FindFacts(string sweep) => inner.FindFacts(sweep);
    public Task<string?> FindKnown(string sweep) => inner.FindKnown(sweep);
    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) => inner.ListRunningSlots(sweep);
    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) => inner.ListAttempts(sweep, trial);
    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => inner.RecordedEpochSeconds();
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TrialStatus? Ending(LedgerChange change) => change switch
    {
        AttemptFinished finished when finished.Next.IsFinal() => finished.Next,
        PlannedTrialCancelled => TrialStatus.Cancelled,
        WaitingTrialStopped => TrialStatus.Stopped,
        WaitingTrialEnded ended => ended.Next,
        _ => null,
    };

    private async Task Timed(string operation, Func<Task> write) => await Timed(operation, async () =>
    {
        await write().ConfigureAwait(false);
        return true;
    }).ConfigureAwait(false);

    private async Task<T> Timed<T>(string operation, Func<Task<T>> write)
    {
        var (begin, failed) = (clock.GetTimestamp(), false);
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A refusal (another coordinator, another sweep of that name) is the ledger doing its work.
            failed = e is not CoordinatorFencedException and not LedgerException { IsInputError: true };
            throw;
        }
        finally
        {
            metrics.LedgerWritten(operation, clock.GetElapsedTime(begin).TotalSeconds, failed);
        }
    }
}
