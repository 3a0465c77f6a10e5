using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rules;

namespace Sweep.Ledger.Tests;

/// <summary>The rule book over plain collections: a ledger without a database. Can be told to fail.</summary>
internal sealed class InMemoryLedger(TimeProvider? clock = null) : ILedger
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Stored> sweeps = [];

    /// <summary>Thrown by the next writes while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Every change that was accepted, in order.</summary>
    public List<LedgerChange> Accepted { get; } = [];

    /// <summary>Transactions of changes.</summary>
    public int Commits { get; private set; }

    private DateTimeOffset Now => (clock ?? TimeProvider.System).GetUtcNow();

    public Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials) => Write(() =>
    {
        if (!sweeps.TryGetValue(sweep.Name, out var known)) return (sweeps[sweep.Name] = new Stored(sweep, Now)).Add(trials);
        var there = new HeldSweep("memory", sweep.Name, known.Sweep.Yaml, known.Sweep.Facts is not null,
            known.Trials.Count, SweepExtension.HadTurn(known.Decisions.Select(made => made.Evidence)));
        var more = SweepExtension.Of(there, sweep, trials, [.. known.Trials.Values.Select(rules => rules.Trial.Plan)]);
        if (more.Difference is null) return false;
        known.Sweep = known.Sweep with { Yaml = sweep.Yaml, Description = sweep.Description, Replicates = sweep.Replicates };
        if (more.Enqueued > 0) known.Events.Add(SweepExtension.Noted(known.Events.Count + 1, more.Enqueued));
        if (more.GoesOn) (known.Status, known.EndedAt) = (SweepStatus.Running, null);
        return known.Add(more.Added);
    });

    public Task<long> Claim(string sweep, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null) =>
        Write(() =>
    {
        var stored = sweeps[sweep];
        foreach (var rules in stored.Trials.Values)
        {
            rules.Claim(stillRunning, lostSlots ?? [], Now);
            stored.Keep(rules);
        }

        if (stored.Trials.Values.Any(rules => !rules.Trial.Status.IsFinal())) (stored.Status, stored.EndedAt) = (SweepStatus.Running, null);
        stored.Key = stored.Key with { Coordinator = stored.Key.Coordinator + 1 };
        return stored.Key.Coordinator;
    });

    public Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes) =>
        Write<IReadOnlyList<bool>>(() =>
    {
        if (TrialRules.Mistake(sweep, changes) is { } mistake) throw mistake;
        var stored = Fenced(sweep, coordinator);
        Commits++;
        var (entries, accepted) = (new LogRules(), new List<bool>());
        foreach (var change in changes)
        {
            if (LogRules.IsEntry(change)) accepted.Add(entries.Holds(change, accepted.Count == 0 || accepted[^1]));
            else accepted.Add(Apply(stored, change));
            if (accepted[^1] && change is EventNoted noted) stored.Events.Add(noted.Event);
            if (!accepted[^1] || change is not DecisionMade made) continue;
            stored.Decisions.Add(made.Decision);
            if (made.Added is { } added) stored.Add([added]);
        }

        return accepted;
    });

    public Task SetStatus(string sweep, long coordinator, SweepStatus status) => Write(() =>
    {
        var stored = Fenced(sweep, coordinator);
        stored.Status = status;
        stored.EndedAt = status is SweepStatus.Finished or SweepStatus.Cancelled
            ? stored.Trials.Values.Max(rules => rules.Trial.EndedAt) ?? stored.EndedAt ?? Now
            : null;
        return true;
    });

    public Task<IReadOnlyList<SweepRow>> ListSweeps() =>
        Read<IReadOnlyList<SweepRow>>(() => [.. sweeps.Values.Select(stored => stored.Row)]);

    public Task<IReadOnlyList<string>> ListRunning() =>
        Read<IReadOnlyList<string>>(() => [.. sweeps.Values.Where(s => s.Status == SweepStatus.Running).Select(s => s.Sweep.Name)]);

    public Task<SweepRow?> FindSweep(string sweep) => Read(() => sweeps.GetValueOrDefault(sweep)?.Row);

    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) =>
        Read<IReadOnlyList<TrialRow>>(() => [.. sweeps[sweep].Trials.Values.Select(rules => rules.Trial)]);

    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) =>
        Read<IReadOnlyList<EpochRow>>(() => [.. sweeps[sweep].Epochs.Values.Where(e => trial is null || e.Trial == trial)]);

    public Task<IReadOnlyList<EpochRow>> ListCounted(string sweep) => Read<IReadOnlyList<EpochRow>>(() =>
        [.. sweeps[sweep].Epochs.Values.Where(e => sweeps[sweep].Trials[e.Trial].Trial.BestEpoch == e.Epoch).OrderBy(e => e.Trial)]);

    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => Read<IReadOnlyList<MetricRow>>(() =>
    [
        .. sweeps[sweep].Epochs.Values.Where(e => e.Metrics.ContainsKey(sweeps[sweep].Sweep.Metric))
            .Select(e => new MetricRow(e.Trial, e.Epoch, e.Metrics[sweeps[sweep].Sweep.Metric])),
    ]);

    public Task<IReadOnlyList<SweepEvent>> ListEvents(string sweep) => Read<IReadOnlyList<SweepEvent>>(() => [.. sweeps[sweep].Events]);

    public Task<IReadOnlyList<Decision>> ListDecisions(string sweep) => Read<IReadOnlyList<Decision>>(() => [.. sweeps[sweep].Decisions]);

    public Task<string?> FindKnown(string sweep) => Read(() => sweeps[sweep].Sweep.Known);

    public Task<string?> FindFacts(string sweep) => Read(() => sweeps[sweep].Sweep.Facts);

    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) =>
        Read<IReadOnlyList<SlotName>>(() =>
            [.. sweeps[sweep].Trials.Values.Select(rules => rules.Trial).Where(t => t.Status == TrialStatus.Running).Select(t => t.Slot!)]);

    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) =>
        Read<IReadOnlyList<AttemptRow>>(() => [.. sweeps[sweep].Attempts.Values.Where(a => trial is null || a.Trial == trial)]);

    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool Apply(Stored stored, LedgerChange change)
    {
        if (!stored.Trials.TryGetValue(change.Trial.Trial, out var rules) || !rules.Apply(change, Now)) return false;
        Accepted.Add(change);
        stored.Keep(rules);
        return true;
    }

    private Stored Fenced(string sweep, long coordinator)
    {
        sweeps[sweep].Key.Fenced(coordinator);
        return sweeps[sweep];
    }

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

    private sealed class Stored(NewSweep sweep, DateTimeOffset createdAt)
    {
        public NewSweep Sweep { get; set; } = sweep;

        public SweepKey Key { get; set; } = new(0, sweep.Name, sweep.Metric, sweep.Maximize, sweep.Summary, 0);

        public SweepStatus Status { get; set; }

        public DateTimeOffset? EndedAt { get; set; }

        public List<SweepEvent> Events { get; } = [];

        public List<Decision> Decisions { get; } = [];

        public SortedDictionary<int, TrialRules> Trials { get; } = [];

        public SortedDictionary<(int Trial, int Attempt), AttemptRow> Attempts { get; } = [];

        public SortedDictionary<(int Trial, int Epoch), EpochRow> Epochs { get; } = [];

        public SweepRow Row => new()
        {
            Name = Sweep.Name,
            Yaml = Sweep.Yaml,
            BaseFolder = Sweep.BaseFolder,
            Description = Sweep.Description,
            Experiment = Sweep.Experiment,
            Metric = Sweep.Metric,
            Maximize = Sweep.Maximize,
            Summary = Sweep.Summary,
            Goals = Sweep.Goals,
            Replicates = Sweep.Replicates,
            Status = Status,
            Coordinator = Key.Coordinator,
            CreatedAt = createdAt,
            EndedAt = EndedAt,
            Trials = Trials.Count,
            FinalTrials = Trials.Values.Count(rules => rules.Trial.Status.IsFinal()),
        };

        public bool Add(IReadOnlyList<PlannedTrial> planned)
        {
            foreach (var plan in planned) Trials.TryAdd(plan.Number, new TrialRules(Key, new TrialRow { Sweep = Sweep.Name, Plan = plan }));
            return true;
        }

        /// <summary>Writes what a trial's rules say.</summary>
        public void Keep(TrialRules rules)
        {
            var number = rules.Trial.Number;
            foreach (var effect in rules.TakeEffects())
            {
                switch (effect)
                {
                    case AttemptAdded added:
                        var row = new AttemptRow { Trial = number, Attempt = added.Attempt, Slot = added.Slot, StartedAt = added.At };
                        Attempts.Add((number, added.Attempt), row);
                        break;
                    case AttemptMaker { Maker: var maker } told:
                        Attempts[(number, told.Attempt)] = Attempts[(number, told.Attempt)] with { MadeBy = maker };
                        break;
                    case AttemptEnded { Ended: var ended } end:
                        Attempts[(number, end.Attempt)] = Attempts[(number, end.Attempt)] with
                        {
                            EndedAt = end.At,
                            Outcome = ended.Outcome,
                            Reason = ended.Reason,
                            StderrTail = ended.StderrTail,
                        };
                        break;
                    case ReportPut { Report: var report } put:
                        var metrics = report.Metrics.Where(metric => double.IsFinite(metric.Value)).ToDictionary();
                        Epochs[(number, report.Epoch)] = new EpochRow
                        {
                            Trial = number,
                            Epoch = report.Epoch,
                            Attempt = put.Attempt,
                            Metrics = metrics,
                            Seconds = report.Seconds,
                        };
                        break;
                    case ReportsDropped dropped:
                        (int Trial, int Epoch)[] beyond = [.. Epochs.Keys.Where(key => key.Trial == number && key.Epoch > dropped.Epoch)];
                        foreach (var key in beyond) Epochs.Remove(key);
                        break;
                }
            }
        }
    }
}
