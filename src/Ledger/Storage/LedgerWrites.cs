using System.Data.Common;
using System.Text.Json.Nodes;
using F23.StringSimilarity;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Rules;

namespace Sweep.Ledger.Storage;

/// <summary>The writes of one transaction, the same in every database: load what the changes are about, ask <see cref="TrialRules"/>, write
/// the effects. Whatever is refused throws before it has written anything, so that several callers may share a transaction.</summary>
internal sealed partial class LedgerWrites(ILedgerSession session, LedgerAddress address, DateTimeOffset now)
{
    private const int MostNamed = 5;

    private readonly string at = UtcText.From(now);
    private readonly Dictionary<string, SweepKey> sweeps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Sweep, int Trial), LoadedTrial> trials = [];
    private readonly List<SqlCall> log = [];

    /// <summary>Makes the caller the coordinator; returns its token.</summary>
    public long Claim(string name, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName> lostSlots)
    {
        var sweep = Find(name);
        LoadTrials([new SqlCall(RunningTrials, sweep.Id)]);
        var (running, lost) = (stillRunning.ToHashSet(), lostSlots.ToHashSet());
        foreach (var trial in trials.Values) trial.Rules.Claim(running, lost, now);
        Flush();
        const string remain = "EXISTS (SELECT 1 FROM trial WHERE sweep_id = $1 AND status IN ('planned', 'running', 'paused'))";
        return Read(row => row.GetInt64(0),
            $"""
            UPDATE sweep SET coordinator = coordinator + 1,
              status = CASE WHEN {remain} THEN 'running' ELSE status END,
              ended_at = CASE WHEN {remain} THEN NULL ELSE ended_at END
            WHERE id = $1 RETURNING coordinator
            """,
            sweep.Id).Single();
    }

    /// <summary>Sets the status; the end is when the last trial became final, or now when no trial ever did.</summary>
    public bool SetStatus(string name, long coordinator, SweepStatus status)
    {
        var sweep = Find(name).Fenced(coordinator);
        var isOver = status is SweepStatus.Finished or SweepStatus.Cancelled;
        const string end = "coalesce((SELECT max(ended_at) FROM trial WHERE sweep_id = $1), ended_at, $3)";
        session.Run(
        [
            isOver
                ? new SqlCall($"UPDATE sweep SET status = $2, ended_at = {end} WHERE id = $1", sweep.Id, status.SnakeCase(), at)
                : new SqlCall("UPDATE sweep SET status = $2, ended_at = NULL WHERE id = $1", sweep.Id, status.SnakeCase()),
        ]);
        return true;
    }

    /// <summary>Loads what changes are about: all of them at once, since a server answers many questions as fast as one.</summary>
    public void Load(IReadOnlyCollection<SweepChanges> asked)
    {
        // In one order, so that nodes that lock several sweeps take turns.
        LoadSweeps([.. asked.Select(one => one.Sweep).Distinct().Order(StringComparer.Ordinal)]);
        List<LedgerChange> changes = [.. asked.SelectMany(one => one.Changes)];
        var keys = changes.Select(change => (change.Trial.Sweep, change.Trial.Trial)).Distinct();
        LoadTrials(keys.Where(key => sweeps.ContainsKey(key.Sweep)).Select(key => new SqlCall(OneTrial, sweeps[key.Sweep].Id, key.Trial)));
        var replaced = changes.Where(change => Loaded(change)?.Rules.NeedsReports(change) == true);
        LoadReports(replaced.Select(change => Loaded(change)!).Distinct());
    }

    /// <summary>Applies loaded changes in order; says for each whether it holds. <see cref="Flush"/> writes them.</summary>
    public IReadOnlyList<bool> Apply(SweepChanges asked)
    {
        if (!sweeps.TryGetValue(asked.Sweep, out var sweep)) throw Unknown(asked.Sweep);
        sweep.Fenced(asked.Coordinator);
        var (entries, accepted) = (new LogRules(), new bool[asked.Changes.Count]);
        for (var i = 0; i < accepted.Length; i++)
        {
            var change = asked.Changes[i];
            accepted[i] = LogRules.IsEntry(change) ? entries.Holds(change, i == 0 || accepted[i - 1])
                : Loaded(change)?.Rules.Apply(change, now) == true;
            if (!accepted[i] || !LogRules.IsEntry(change)) continue;
            if (change is DecisionMade { Added: { } added }) AddFork(sweep, added);
            log.Add(Entry(sweep.Id, change));
        }

        return accepted;
    }

    /// <summary>Writes what the changes made of trials, and sums up the configurations of those that became final.</summary>
    public void Flush()
    {
        var rounds = new EffectRounds();
        var final = new Dictionary<long, SweepKey>();
        foreach (var (id, config, sweep, rules) in trials.Values)
        {
            var effects = rules.TakeEffects();
            rounds.Add(id, effects);
            if (effects.Count > 0 && (rules.Trial.Status.IsFinal() || rules.WasFinal)) final[config] = sweep;
        }

        foreach (var round in rounds.InOrder()) session.Run(round.Select(one => Call(one.Id, one.Effect)));
        session.Run(log.OrderBy(entry => entry.Sql, StringComparer.Ordinal));
        log.Clear();
        SumUp(final);
    }

    private static SqlCall Call(long id, TrialEffect effect) => effect switch
    {
        TrialChanged { Trial: var t } => new(
            """
            UPDATE trial SET status = $2, attempts = $3, failures = $4, metric = $5, best_epoch = $6, epochs_done = $7,
              slot = $8, started_at = $9, ended_at = $10, reason = $11
            WHERE id = $1
            """,
            id, t.Status.SnakeCase(), t.Attempts, t.Failures, t.Metric, t.BestEpoch, t.EpochsDone,
            t.Slot?.Text, UtcText.From(t.StartedAt), UtcText.From(t.EndedAt), t.Reason),
        AttemptAdded added => new(
            "INSERT INTO attempt (trial_id, number, slot, started_at) VALUES ($1, $2, $3, $4)",
            id, added.Attempt, added.Slot.Text, UtcText.From(added.At)),
        AttemptMaker { Maker: var maker } told => new(
            "UPDATE attempt SET made_by = $3, made_command = $4 WHERE trial_id = $1 AND number = $2",
            id, told.Attempt, (maker with { Command = null }).ToJson(), JsonValue.Create(maker.Command)?.ToJsonString()),
        AttemptEnded { Ended: var ended } end => new(
            "UPDATE attempt SET ended_at = $3, outcome = $4, reason = $5, stderr_tail = $6 WHERE trial_id = $1 AND number = $2",
            id, end.Attempt, UtcText.From(end.At), ended.Outcome.SnakeCase(), ended.Reason, ended.StderrTail),
        ReportPut { Report: var report } put => new(
            """
            INSERT INTO report
              (trial_id, epoch, attempt, metric, train_perplexity, val_perplexity, tokens_per_second, seconds, metrics, reported_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (trial_id, epoch) DO UPDATE SET
              (attempt, metric, train_perplexity, val_perplexity, tokens_per_second, seconds, metrics, reported_at)
              = (excluded.attempt, excluded.metric, excluded.train_perplexity, excluded.val_perplexity, excluded.tokens_per_second,
                 excluded.seconds, excluded.metrics, excluded.reported_at)
            """,
            id, report.Epoch, put.Attempt, put.Metric, TrialRules.Finite(report.Metrics, MetricsJson.TrainPerplexity),
            TrialRules.Finite(report.Metrics, MetricsJson.ValPerplexity), TrialRules.Finite(report.Metrics, MetricsJson.TokensPerSecond),
            double.IsFinite(report.Seconds) ? report.Seconds : null, MetricsJson.Others(report.Metrics), UtcText.From(put.At)),
        ReportsDropped dropped => new("DELETE FROM report WHERE trial_id = $1 AND epoch > $2", id, dropped.Epoch),
        _ => throw new ArgumentException($"the ledger cannot write {effect.GetType().Name}", nameof(effect)),
    };

    /// <summary>Adds a trial at once: changes of it may follow in the same call.</summary>
    private void AddFork(SweepKey sweep, PlannedTrial trial)
    {
        if (trials.ContainsKey((sweep.Name, trial.Number))) return;
        AddMore(sweep, [trial]);
        LoadTrials([new SqlCall(OneTrial, sweep.Id, trial.Number)]);
    }

    /// <summary>Adds trials, perhaps of configurations that have some.</summary>
    private void AddMore(SweepKey sweep, IReadOnlyList<PlannedTrial> planned)
    {
        Add(sweep, planned);
        var find = $"SELECT c.id FROM config c WHERE c.sweep_id = $1 AND {session.IsConfig("$2")}";
        var touched = session.Read(
            planned.Select(trial => trial.Config.Json).Distinct().Select(text => new SqlCall(find, sweep.Id, text)), row =>
                row.GetInt64(0));
        SumUp(touched.ToDictionary(config => config, _ => sweep));
    }

    /// <summary>Adds configurations and trials that are not there.</summary>
    private void Add(SweepKey sweep, IReadOnlyList<PlannedTrial> planned)
    {
        session.Run(planned.DistinctBy(trial => trial.Config.Json).Select(trial => new SqlCall(
            "INSERT INTO config (sweep_id, text, first_trial, floor) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            sweep.Id, trial.Config.Json, trial.Number, PerplexityFloor.For(sweep.Metric, trial.Corpus?.FloorPerplexity))));
        var add =
            $"""
            INSERT INTO trial (sweep_id, number, config_id, replicate, seed, status, epochs, floor, corpus_sha256, cost_key)
            VALUES
              ($1, $2, (SELECT c.id FROM config c WHERE c.sweep_id = $1 AND {session.IsConfig("$3")}), $4, $5, 'planned', $6, $7, $8, $9)
            ON CONFLICT (sweep_id, number) DO NOTHING
            """;
        session.Run(planned.Select(t => new SqlCall(
            add, sweep.Id, t.Number, t.Config.Json, t.Replicate, t.Seed, t.Epochs, t.Corpus?.FloorPerplexity, t.Corpus?.Sha256,
            t.CostKey.Text)));
    }

    /// <summary>Sums up the trials of configurations again.</summary>
    private void SumUp(IReadOnlyDictionary<long, SweepKey> configs)
    {
        const string find = "SELECT config_id, status, metric, number FROM trial WHERE config_id = $1";
        var ended = session.Read(
            configs.Keys.Select(config => new SqlCall(find, config)),
            row => (Config: row.GetInt64(0), Status: EnumText.Parse<TrialStatus>(row.GetString(1), "status"), Metric: Number(row, 2),
                Number: row.GetInt32(3)));
        session.Run(ended.OrderBy(trial => trial.Number).GroupBy(trial => trial.Config).Select(group =>
        {
            var (sweep, maximize) = (configs[group.Key], configs[group.Key].Maximize);
            // Without a metric nothing is ranked, and a trial that has none has not failed.
            var sum = sweep.Metric.Length == 0 ? new ReplicateSummary()
                : ReplicateSummary.Of([.. group.Select(trial => (trial.Status, trial.Metric))], maximize);
            return new SqlCall(
                """
                UPDATE config SET tier = $2, score = $3, error2 = $4, replicates = $5, mean = $6, std = $7, best = $8,
                  diverged = $9, failed = $10
                WHERE id = $1
                """,
                group.Key, (int?)sum.Tier, maximize ? -sum.Mean : sum.Mean, sum.Error2, sum.Replicates,
                sum.Mean, sum.Std, sum.Best, sum.Diverged, sum.Failed);
        }));
    }

    /// <summary>The sweep, locked until the transaction ends.</summary>
    private SweepKey Find(string name)
    {
        LoadSweeps([name]);
        return sweeps.TryGetValue(name, out var sweep) ? sweep : throw Unknown(name);
    }

    private LedgerException Unknown(string name)
    {
        var distance = new Damerau();
        List<string> near = [.. Read(row => row.GetString(0), "SELECT name FROM sweep ORDER BY id DESC")
            .OrderBy(other => distance.Distance(name, other)).Take(MostNamed)];
        var found = near.Count == 0 ? "it holds no sweep yet"
            : $"the nearest it holds: {string.Join(", ", near.Select(other => $"'{other}'"))}";
        return new LedgerException($"ledger '{address.Display}' has no sweep '{name}'; {found}. 'ls' lists them all; " +
            $"{(address is SqliteAddress ? "--db" : "--cluster")} names another ledger", true);
    }

    private void LoadSweeps(IReadOnlyList<string> names)
    {
        var find = $"SELECT id, name, metric, maximize, summary, coordinator FROM sweep WHERE name = $1 {session.Lock}";
        var found = session.Read(
            names.Select(name => new SqlCall(find, name)),
            row => new SweepKey(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3) != 0,
                EnumText.Parse<MetricSummary>(row.GetString(4), "summary"), row.GetInt64(5)));
        foreach (var sweep in found) sweeps.Add(sweep.Name, sweep);
    }

    private List<T> Read<T>(Func<DbDataReader, T> read, string sql, params object?[] values) =>
        session.Read([new SqlCall(sql, values)], read);
}
