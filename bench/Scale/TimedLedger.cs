using System.Collections.Concurrent;
using System.Diagnostics;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;

namespace Sweep.Bench.Scale;

/// <summary>A ledger that notes how long each batch of changes takes and how large it is.</summary>
internal sealed class TimedLedger(ILedger inner) : ILedger
{
    private readonly ConcurrentQueue<(double Milliseconds, int Changes)> batches = new();

    /// <summary>Batches so far: milliseconds until durable, and changes in each.</summary>
    public IReadOnlyCollection<(double Milliseconds, int Changes)> Batches => batches;

    public async Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes)
    {
        var began = Stopwatch.GetTimestamp();
        var accepted = await inner.Apply(sweep, coordinator, changes);
        batches.Enqueue((Stopwatch.GetElapsedTime(began).TotalMilliseconds, changes.Count));
        return accepted;
    }

    public Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials) => inner.CreateSweep(sweep, trials);

    public Task<long> Claim(string sweep, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null) =>
        inner.Claim(sweep, stillRunning, lostSlots);

    public Task SetStatus(string sweep, long coordinator, SweepStatus status) => inner.SetStatus(sweep, coordinator, status);

    public Task<IReadOnlyList<SweepRow>> ListSweeps() => inner.ListSweeps();

    public Task<IReadOnlyList<string>> ListRunning() => inner.ListRunning();

    public Task<SweepRow?> FindSweep(string sweep) => inner.FindSweep(sweep);

    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) => inner.ListTrials(sweep);

    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) => inner.ListEpochs(sweep, trial);

    public Task<IReadOnlyList<EpochRow>> ListCounted(string sweep) => inner.ListCounted(sweep);

    public Task<IReadOnlyList<SweepEvent>> ListEvents(string sweep) => inner.ListEvents(sweep);

    public Task<IReadOnlyList<Decision>> ListDecisions(string sweep) => inner.ListDecisions(sweep);

    public Task<string?> FindKnown(string sweep) => inner.FindKnown(sweep);

    public Task<string?> FindFacts(string sweep) => inner.FindFacts(sweep);

    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => inner.ListMetric(sweep);

    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) => inner.ListRunningSlots(sweep);

    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) => inner.ListAttempts(sweep, trial);

    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => inner.RecordedEpochSeconds();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
