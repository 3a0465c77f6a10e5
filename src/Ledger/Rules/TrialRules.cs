using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Rules;

/// <summary>The rule book of the ledger: which change the state of a trial allows, and what the change makes of it. Every store loads a
/// trial, asks here, and writes the effects; none decides anything itself. (Triggers in the schemas are a second line of
/// defence.)</summary>
internal sealed class TrialRules(SweepKey sweep, TrialRow trial)
{
    private const string Interrupted = "its coordinator was lost; the trial goes on from its last checkpoint";
    private const string LostNode = "its node left the cluster; the trial goes on from its last checkpoint";

    private readonly Dictionary<int, (int Attempt, double? Metric)> epochs = [];
    private readonly List<TrialEffect> effects = [];
    private TrialRow written = trial;

    /// <summary>True when it was in a final status before these changes.</summary>
    public bool WasFinal { get; } = trial.Status.IsFinal();

    /// <summary>As the accepted changes have made it.</summary>
    public TrialRow Trial { get; private set; } = trial;

    private TrialRow WithoutMetric => Trial with { Metric = null, BestEpoch = null };

    private bool IsWaiting => Trial.Status is TrialStatus.Planned or TrialStatus.Paused;

    /// <summary>What is wrong with a call itself, whatever the ledger holds; null when nothing is.</summary>
    public static ArgumentException? Mistake(string sweep, IReadOnlyList<LedgerChange> changes)
    {
        var mistakes = changes.Select(change => change switch
        {
            _ when change.Trial.Sweep != sweep => $"expected changes of sweep '{sweep}', found one of {change.Trial}",
            AttemptFinished { Next: TrialStatus.Running } => $"{change.Trial} ended, so its trial cannot be running afterwards",
            AttemptStarted or AttemptDescribed or EpochReported or AttemptFinished or PlannedTrialCancelled or TrialRetried
                or WaitingTrialStopped or WaitingTrialEnded or PlannedTrialPaused or TrialResumed or EventNoted or DecisionMade => null,
            _ => $"the ledger does not know the change {change.GetType().Name}",
        });
        return mistakes.FirstOrDefault(mistake => mistake is not null) is { } found ? new ArgumentException(found, nameof(changes)) : null;
    }

    /// <summary>A finite value, or null: there is no NaN in the ledger.</summary>
    public static double? Finite(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>Whether the trial's stored reports must be known (<see cref="AddStored"/>) before the change is applied: one may be
    /// replaced, or be beyond the end. A first start comes before any report, and a later one may be followed by repeats in the same
    /// call.</summary>
    public bool NeedsReports(LedgerChange change) => change switch
    {
        EpochReported reported => reported.Report.Epoch <= Trial.EpochsDone,
        AttemptFinished { LastEpoch: not null } or WaitingTrialStopped { LastEpoch: not null } => true,
        AttemptStarted or AttemptFinished => change.Trial.Attempt > 1,
        _ => false,
    };

    public void AddStored(int epoch, int attempt, double? metric) => epochs[epoch] = (attempt, metric);

    /// <summary>Applies one change if it holds; returns whether it does.</summary>
    public bool Apply(LedgerChange change, DateTimeOffset now) => change switch
    {
        AttemptStarted started => Start(started, now),
        AttemptDescribed described => Describe(described),
        EpochReported reported => Report(reported, now),
        AttemptFinished finished => Finish(finished, now),
        PlannedTrialCancelled cancelled =>
            Become(IsWaiting, Trial with { Status = TrialStatus.Cancelled, EndedAt = now, Reason = cancelled.Reason }),
        TrialRetried retried => Retry(retried),
        WaitingTrialStopped stopped => StopWaiting(stopped, now),
        WaitingTrialEnded { Next: var next } ended => Become(Trial.Status == TrialStatus.Paused,
            (next == TrialStatus.Diverged ? WithoutMetric : Trial) with { Status = next, EndedAt = now, Reason = ended.Reason }),
        PlannedTrialPaused paused =>
            Become(Trial.Status == TrialStatus.Planned, Trial with { Status = TrialStatus.Paused, Reason = paused.Reason }),
        TrialResumed => Become(Trial.Status == TrialStatus.Paused, Trial with { Status = TrialStatus.Planned, Reason = null }),
        _ => throw new ArgumentException($"the ledger does not know the change {change.GetType().Name}", nameof(change)),
    };

    /// <summary>A new coordinator comes: an attempt that it does not find running ends, and its trial is planned again.</summary>
    public void Claim(IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName> lostSlots, DateTimeOffset now)
    {
        if (Trial.Status != TrialStatus.Running || stillRunning.Contains(new TrialRef(sweep.Name, Trial.Number, Trial.Attempts))) return;
        var ended = lostSlots.Contains(Trial.Slot!)
            ? new TrialEnded { Outcome = AttemptOutcome.LostNode, Reason = LostNode }
            : new TrialEnded { Outcome = AttemptOutcome.Interrupted, Reason = Interrupted };
        End(ended, TrialStatus.Planned, isCounted: false, now);
    }

    /// <summary>What is to be written since the last call.</summary>
    public IReadOnlyList<TrialEffect> TakeEffects()
    {
        if (!ReferenceEquals(Trial, written)) effects.Add(new TrialChanged(written = Trial));
        TrialEffect[] taken = [.. effects];
        effects.Clear();
        return taken;
    }

    private bool Start(AttemptStarted change, DateTimeOffset now)
    {
        var attempt = change.Trial.Attempt;
        if (Trial.Status != TrialStatus.Planned || attempt != Trial.Attempts + 1) return false;
        Trial = Trial with
        {
            Status = TrialStatus.Running,
            Attempts = attempt,
            Slot = change.Slot,
            StartedAt = Trial.StartedAt ?? now,
            Reason = null,
        };
        // Written before the reports that may follow: a database takes them from the attempt that runs alone.
        effects.Add(new TrialChanged(written = Trial));
        effects.Add(new AttemptAdded(attempt, change.Slot, now));
        return true;
    }

    private bool Describe(AttemptDescribed change)
    {
        if (!Runs(change.Trial.Attempt)) return false;
        effects.Add(new AttemptMaker(change.Trial.Attempt, change.Maker));
        return true;
    }

    private bool Report(EpochReported change, DateTimeOffset now)
    {
        var (report, attempt) = (change.Report, change.Trial.Attempt);
        if (report.Epoch < 1 || !Runs(attempt)) return false;
        var replaces = epochs.TryGetValue(report.Epoch, out var there);
        if (replaces && there.Attempt >= attempt) return true;
        var metric = Finite(report.Metrics, sweep.Metric);
        epochs[report.Epoch] = (attempt, metric);
        effects.Add(new ReportPut(attempt, report, metric, now));
        if (replaces) SumUp();
        else Advance(report.Epoch, metric);
        return true;
    }

    private bool Finish(AttemptFinished change, DateTimeOffset now)
    {
        if (!Runs(change.Trial.Attempt)) return false;
        if (change.LastEpoch is { } last) DropBeyond(last);
        else if (change.Next is TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Diverged || IsDecided(change))
            DropBeyondLastOf(change.Trial.Attempt);
        End(change.Ended, change.Next, change.IsCounted, now);
        return true;
    }

    private bool StopWaiting(WaitingTrialStopped change, DateTimeOffset now)
    {
        if (!IsWaiting) return false;
        if (change.LastEpoch is { } last) DropBeyond(last);
        Trial = Trial with { Status = TrialStatus.Stopped, EndedAt = now, Reason = change.Reason };
        return true;
    }

    /// <summary>True for an attempt that has ended its trial, which waits for its turn.</summary>
    private static bool IsDecided(AttemptFinished change) =>
        change is { Next: TrialStatus.Paused, Ended.Outcome: AttemptOutcome.Completed or AttemptOutcome.Diverged };

    private bool Become(bool holds, TrialRow next)
    {
        if (holds) Trial = next;
        return holds;
    }

    /// <summary>What failed before no longer counts: whoever asks has changed something.</summary>
    private bool Retry(TrialRetried change)
    {
        if (!Trial.Status.MayRunAgain() || change.Trial.Attempt != Trial.Attempts) return false;
        Trial = Trial with { Status = TrialStatus.Planned, Failures = 0, EndedAt = null, Reason = null };
        // Written before what may follow in the same call: a database lets a final trial become planned, and nothing else.
        effects.Add(new TrialChanged(written = Trial));
        return true;
    }

    private bool Runs(int attempt) => Trial.Status == TrialStatus.Running && Trial.Attempts == attempt;

    private void End(TrialEnded ended, TrialStatus next, bool isCounted, DateTimeOffset now)
    {
        effects.Add(new AttemptEnded(Trial.Attempts, ended, now));
        Trial = (next == TrialStatus.Diverged ? WithoutMetric : Trial) with
        {
            Status = next,
            EndedAt = next.IsFinal() ? now : null,
            Reason = next == TrialStatus.Completed ? null : ended.Reason,
            Failures = Trial.Failures + (isCounted ? 1 : 0),
        };
    }

    /// <summary>Drops what older attempts reported beyond the last epoch of the attempt that decides the trial.</summary>
    private void DropBeyondLastOf(int attempt)
    {
        var own = epochs.Where(epoch => epoch.Value.Attempt == attempt).Select(epoch => epoch.Key).DefaultIfEmpty().Max();
        if (own > 0) DropBeyond(own);
    }

    private void DropBeyond(int last)
    {
        if (last >= Trial.EpochsDone) return;
        foreach (var epoch in epochs.Keys.Where(epoch => epoch > last).ToList()) epochs.Remove(epoch);
        effects.Add(new ReportsDropped(last));
        SumUp();
    }

    /// <summary>The report of an epoch becomes the trial's value where it is the one that the sweep asks for.</summary>
    private void Advance(int epoch, double? metric)
    {
        Trial = Trial with { EpochsDone = Math.Max(Trial.EpochsDone, epoch) };
        if (metric is not { } value || (Trial.Metric is { } known && !Replaces(epoch, value, known))) return;
        Trial = Trial with { Metric = metric, BestEpoch = epoch };
    }

    private void SumUp()
    {
        Trial = WithoutMetric with { EpochsDone = 0 };
        foreach (var (epoch, (_, metric)) in epochs) Advance(epoch, metric);
    }

    /// <summary>The best wins, and the earliest epoch a tie; or the last epoch wins.</summary>
    private bool Replaces(int epoch, double value, double known) => sweep.Summary == MetricSummary.Last ? epoch > Trial.BestEpoch
        : IsBetter(value, known) || (value == known && epoch < Trial.BestEpoch);

    private bool IsBetter(double value, double best) => sweep.Maximize ? value > best : value < best;
}

/// <summary>What the rules need to know of a sweep.</summary>
internal sealed record SweepKey(long Id, string Name, string Metric, bool Maximize, MetricSummary Summary, long Coordinator)
{
    /// <summary>The sweep, for its coordinator only.</summary>
    /// <exception cref="CoordinatorFencedException">The token is another one.</exception>
    public SweepKey Fenced(long coordinator) =>
        Coordinator == coordinator ? this : throw new CoordinatorFencedException(Name, coordinator, Coordinator);
}
