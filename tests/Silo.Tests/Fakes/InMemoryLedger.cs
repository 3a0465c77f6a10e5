using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;

namespace Sweep.Silo.Tests.Fakes;

/// <summary>The ledger's rules, in memory, written from its contract. Can be told to fail.</summary>
internal sealed class InMemoryLedger : ILedger
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Stored> sweeps = [];

    /// <summary>Thrown by the next writes while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Every change that was accepted, in order.</summary>
    public List<LedgerChange> Accepted { get; } = [];

    /// <summary>Transactions of changes.</summary>
    public int Commits { get; private set; }

    public Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials) => Write(() =>
    {
        if (sweeps.TryGetValue(sweep.Name, out var known))
        {
            if (known.Sweep.Yaml != sweep.Yaml) throw new LedgerException($"another sweep named '{sweep.Name}' is in the ledger", isInputError: true);
            return true;
        }

        sweeps[sweep.Name] = new Stored(sweep);
        Add(sweeps[sweep.Name], trials);
        return true;
    });

    public Task AddTrials(string sweep, long coordinator, IReadOnlyList<PlannedTrial> trials) => Write(() =>
    {
        Add(Fenced(sweep, coordinator), trials);
        return true;
    });

    public Task<long> Claim(string sweep, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null) => Write(() =>
    {
        var stored = sweeps[sweep];
        foreach (var trial in stored.Trials.Values.Where(t => t.Status == TrialStatus.Running).ToList())
        {
            if (stillRunning.Contains(new TrialRef(sweep, trial.Number, trial.Attempts))) continue;
            stored.Trials[trial.Number] = trial with { Status = TrialStatus.Planned };
            var attempt = stored.Attempts[(trial.Number, trial.Attempts)];
            stored.Attempts[(trial.Number, trial.Attempts)] = attempt with { Outcome = lostSlots?.Contains(attempt.Slot) == true ? AttemptOutcome.LostNode : AttemptOutcome.Interrupted, EndedAt = DateTimeOffset.UnixEpoch };
        }

        if (stored.Trials.Values.Any(t => !t.Status.IsFinal())) stored.Status = SweepStatus.Running;
        return ++stored.Coordinator;
    });

    public Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes) => Write<IReadOnlyList<bool>>(() =>
    {
        var stored = Fenced(sweep, coordinator);
        Commits++;
        return [.. changes.Select(change => Apply(stored, change))];
    });

    public Task SetStatus(string sweep, long coordinator, SweepStatus status) => Write(() =>
    {
        Fenced(sweep, coordinator).Status = status;
        return true;
    });

    public Task<IReadOnlyList<SweepRow>> ListSweeps() => Read<IReadOnlyList<SweepRow>>(() => [.. sweeps.Values.Select(Row)]);

    public Task<IReadOnlyList<string>> ListRunning() =>
        Read<IReadOnlyList<string>>(() => [.. sweeps.Values.Where(s => s.Status == SweepStatus.Running).Select(s => s.Sweep.Name)]);

    public Task<SweepRow?> FindSweep(string sweep) => Read(() => sweeps.TryGetValue(sweep, out var stored) ? Row(stored) : null);

    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) => Read<IReadOnlyList<TrialRow>>(() => [.. sweeps[sweep].Trials.Values]);

    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) =>
        Read<IReadOnlyList<EpochRow>>(() => [.. sweeps[sweep].Epochs.Values.Where(e => trial is null || e.Trial == trial).OrderBy(e => (e.Trial, e.Epoch))]);

    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => Read<IReadOnlyList<MetricRow>>(() =>
    [
        .. sweeps[sweep].Epochs.Values.Where(e => e.Metrics.ContainsKey(sweeps[sweep].Sweep.Metric))
            .Select(e => new MetricRow(e.Trial, e.Epoch, e.Metrics[sweeps[sweep].Sweep.Metric])).OrderBy(m => (m.Trial, m.Epoch)),
    ]);

    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) =>
        Read<IReadOnlyList<SlotName>>(() => [.. sweeps[sweep].Trials.Values.Where(t => t.Status == TrialStatus.Running).Select(t => t.Slot!)]);

    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) =>
        Read<IReadOnlyList<AttemptRow>>(() => [.. sweeps[sweep].Attempts.Values.Where(a => trial is null || a.Trial == trial)]);

    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Add(Stored stored, IReadOnlyList<PlannedTrial> trials)
    {
        foreach (var t in trials)
        {
            stored.Trials.TryAdd(t.Number, new TrialRow
            {
                Sweep = stored.Sweep.Name,
                Plan = t,
            });
        }
    }

    private bool Apply(Stored stored, LedgerChange change)
    {
        var trial = stored.Trials[change.Trial.Trial];
        var isCurrent = trial.Status == TrialStatus.Running && trial.Attempts == change.Trial.Attempt;
        var accepted = change switch
        {
            AttemptStarted => trial.Status == TrialStatus.Planned && change.Trial.Attempt == trial.Attempts + 1,
            PlannedTrialCancelled => trial.Status == TrialStatus.Planned,
            _ => isCurrent,
        };
        if (!accepted) return false;
        Accepted.Add(change);
        stored.Trials[trial.Number] = change switch
        {
            AttemptStarted started => Start(stored, trial, started),
            EpochReported reported => Report(stored, trial, reported),
            AttemptFinished finished => Finish(stored, trial, finished),
            _ => trial with { Status = TrialStatus.Cancelled },
        };
        return true;
    }

    private static TrialRow Start(Stored stored, TrialRow trial, AttemptStarted started)
    {
        stored.Attempts[(trial.Number, started.Trial.Attempt)] =
            new AttemptRow { Trial = trial.Number, Attempt = started.Trial.Attempt, Slot = started.Slot };
        return trial with { Status = TrialStatus.Running, Attempts = started.Trial.Attempt, Slot = started.Slot };
    }

    private static TrialRow Report(Stored stored, TrialRow trial, EpochReported reported)
    {
        var report = reported.Report;
        stored.Epochs[(trial.Number, report.Epoch)] = new EpochRow
        {
            Trial = trial.Number,
            Epoch = report.Epoch,
            Attempt = reported.Trial.Attempt,
            Metrics = report.Metrics,
            Seconds = report.Seconds,
        };
        var metric = report.Metrics.TryGetValue(stored.Sweep.Metric, out var value) ? value : (double?)null;
        return trial with { EpochsDone = Math.Max(trial.EpochsDone, report.Epoch), Metric = metric is null || trial.Metric < metric ? trial.Metric : metric };
    }

    private static TrialRow Finish(Stored stored, TrialRow trial, AttemptFinished finished)
    {
        var key = (trial.Number, finished.Trial.Attempt);
        var ended = finished.Ended;
        stored.Attempts[key] = stored.Attempts[key] with
        {
            Outcome = ended.Outcome,
            Reason = ended.Reason,
            StderrTail = ended.StderrTail,
            EndedAt = DateTimeOffset.UnixEpoch,
        };
        return trial with { Status = finished.Next, Reason = ended.Reason, Failures = trial.Failures + (finished.IsCounted ? 1 : 0) };
    }

    private Stored Fenced(string sweep, long coordinator) => sweeps[sweep].Coordinator == coordinator
        ? sweeps[sweep]
        : throw new CoordinatorFencedException(sweep, coordinator, sweeps[sweep].Coordinator);

    private static SweepRow Row(Stored stored) => new()
    {
        Name = stored.Sweep.Name,
        Yaml = stored.Sweep.Yaml,
        BaseFolder = stored.Sweep.BaseFolder,
        Experiment = stored.Sweep.Experiment,
        Metric = stored.Sweep.Metric,
        Status = stored.Status,
        Coordinator = stored.Coordinator,
    };

    private Task<T> Write<T>(Func<T> change)
    {
        lock (gate)
        {
            try
            {
                return Failure is { } failure ? Task.FromException<T>(failure) : Task.FromResult(change());
            }
            catch (Exception e)
            {
                return Task.FromException<T>(e);
            }
        }
    }

    private Task<T> Read<T>(Func<T> query)
    {
        lock (gate) return Task.FromResult(query());
    }

    private sealed class Stored(NewSweep sweep)
    {
        public NewSweep Sweep { get; } = sweep;

        public SweepStatus Status { get; set; }

        public long Coordinator { get; set; }

        public SortedDictionary<int, TrialRow> Trials { get; } = [];

        public Dictionary<(int Trial, int Attempt), AttemptRow> Attempts { get; } = [];

        public Dictionary<(int Trial, int Epoch), EpochRow> Epochs { get; } = [];
    }
}
