using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;

namespace Sweep.Ledger.Storage;

/// <summary>Reads a ledger without waiting for its writers, in SQL that every database understands. Each call sees one state.</summary>
internal partial class LedgerReads(ILedgerDatabase database) : ILedgerView
{
    /// <summary>Trials of a cost key that say how long its epochs take.</summary>
    public const int NewestTrials = 100;

    private const string TrialColumns =
        $"""
        SELECT {TrialReader.Columns} FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN config c ON c.id = t.config_id
        WHERE s.name = @sweep
        """;

    private const string ReportColumns =
        """
        SELECT t.number AS Trial, r.epoch AS Epoch, r.attempt AS Attempt, r.train_perplexity AS TrainPerplexity,
          r.val_perplexity AS ValPerplexity, r.tokens_per_second AS TokensPerSecond, r.seconds AS Seconds, r.metrics AS Metrics
        """;

    private const string Reports =
        "FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id WHERE s.name = @sweep";

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    private volatile bool hasSummary;
    private volatile bool hasGoals;

    public Task<IReadOnlyList<SweepRow>> ListSweeps() => List(ledger => ledger.Query<SweepRow>($"{Sweeps(ledger)} ORDER BY s.id DESC"));

    public Task<IReadOnlyList<string>> ListRunning() =>
        List(ledger => ledger.Query<string>("SELECT name FROM sweep WHERE status = 'running' ORDER BY id"));

    public Task<SweepRow?> FindSweep(string sweep) =>
        Read(ledger => ledger.QuerySingleOrDefault<SweepRow>($"{Sweeps(ledger)} WHERE s.name = @sweep", new { sweep }));

    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) =>
        List(ledger => Trials(ledger, $"{TrialColumns} ORDER BY t.number", new { sweep }));

    public Task<TrialRow?> FindTrial(string sweep, int number) =>
        Read(ledger => Trials(ledger, $"{TrialColumns} AND t.number = @number", new { sweep, number }).SingleOrDefault());

    public Task<SweepResults> ReadResults(string sweep) => AtOneMoment(sweep, reading => new ResultReads(reading).Read());

    public Task<IReadOnlyDictionary<int, double>> MedianSpeeds(string sweep, IReadOnlyCollection<int>? trials = null) =>
        Read<IReadOnlyDictionary<int, double>>(ledger => Speeds(ledger, sweep, trials));

    public Task<IReadOnlyList<OutcomeCount>> CountOutcomes(string sweep) => List(ledger =>
        ledger.Query<(string? Word, long Attempts)>(
            """
            SELECT a.outcome, count(*) FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN attempt a ON a.trial_id = t.id
            WHERE s.name = @sweep GROUP BY a.outcome
            """,
            new { sweep }).Select(row => new OutcomeCount(StoredAttempt.OutcomeOf(row.Word), row.Attempts)));

    public Task<IReadOnlyList<MakerCount>> CountMakers(string sweep) => List(ledger =>
        !OlderLedgers.HasMakers(ledger) ? [] : ledger.Query<(string? Maker, long Trials)>(
            """
            SELECT a.made_by, count(*) FROM sweep s JOIN trial t ON t.sweep_id = s.id
              JOIN attempt a ON a.trial_id = t.id AND a.number = t.attempts
            WHERE s.name = @sweep AND t.metric IS NOT NULL GROUP BY a.made_by ORDER BY count(*) DESC, a.made_by
            """,
            new { sweep }).Select(row => new MakerCount(MadeBy.Parse(row.Maker), row.Trials)));

    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) =>
        List(ledger => Epochs(ledger, $"{One(trial)} ORDER BY t.number, r.epoch", new { sweep, trial }));

    public Task<IReadOnlyList<EpochRow>> ListCounted(string sweep) =>
        List(ledger => Epochs(ledger, "AND r.epoch = t.best_epoch ORDER BY t.number", new { sweep }));

    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => List(ledger =>
        ledger.Query<(int Trial, int Epoch, double Metric)>(
            $"SELECT t.number, r.epoch, r.metric {Reports} AND r.metric IS NOT NULL ORDER BY t.number, r.epoch",
            new { sweep }, buffered: false).Select(row => new MetricRow(row.Trial, row.Epoch, row.Metric)));

    public Task<IReadOnlyList<SweepEvent>> ListEvents(string sweep) => List(ledger =>
        !OlderLedgers.HasDecisions(ledger) ? [] : ledger.Query<SweepEvent>(
            $"""
            SELECT e.number AS Number, e.kind AS Kind, e.trial AS Trial, e.epoch AS Epoch, e.value AS Value, e.status AS Status,
              {(OlderLedgers.HasGoals(ledger) ? "e.others" : "NULL")} AS Others
            FROM sweep s JOIN event e ON e.sweep_id = s.id WHERE s.name = @sweep ORDER BY e.number
            """,
            new { sweep }));

    public Task<IReadOnlyList<Decision>> ListDecisions(string sweep) => FindDecisions(sweep, new DecisionQuery());

    public Task<string?> FindFacts(string sweep) => FindText(sweep, "facts");

    public Task<string?> FindKnown(string sweep) => FindText(sweep, "known");

    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) => List(ledger =>
        ledger.Query<string>(
            """
            SELECT t.slot FROM sweep s JOIN trial t ON t.sweep_id = s.id
            WHERE s.name = @sweep AND t.status = 'running' ORDER BY t.number
            """,
            new { sweep }).Select(text => new SlotName(text)));

    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) => List(ledger =>
        ledger.Query<StoredAttempt>(
            $"""
            SELECT t.number AS Trial, a.number AS Attempt, a.slot AS Slot, a.started_at AS StartedAt, a.ended_at AS EndedAt,
              a.outcome AS Word, a.reason AS Reason, a.stderr_tail AS StderrTail, {Maker(ledger)},
              CASE WHEN a.outcome IS NULL OR a.outcome IN ('interrupted', 'lost_node')
                THEN (SELECT coalesce(sum(r.seconds), 0.0) FROM report r WHERE r.trial_id = a.trial_id AND r.attempt = a.number)
                ELSE 0.0 END AS ReportedSeconds
            FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN attempt a ON a.trial_id = t.id
            WHERE s.name = @sweep {One(trial)} ORDER BY t.number, a.number
            """,
            new { sweep, trial }, buffered: false).Select(attempt => attempt.ToRow()));

    // Of the newest trials of each cost key: a ledger may hold millions, which say no more.
    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => Read<IReadOnlyDictionary<CostKey, double>>(ledger =>
        ledger.Query<(string Key, double Seconds)>(
            $"""
            SELECT t.cost_key, r.seconds
            FROM (SELECT id, cost_key, row_number() OVER (PARTITION BY cost_key ORDER BY id DESC) AS place FROM trial WHERE cost_key <> '' AND epochs_done > 0) t
            JOIN report r ON r.trial_id = t.id
            WHERE t.place <= {NewestTrials} AND r.seconds > 0
            """, buffered: false)
            .GroupBy(row => row.Key, row => row.Seconds).ToDictionary(key => new CostKey(key.Key), key => Median([.. key.Order()])));

    public LedgerReports ReadReports(string sweep) => Patiently(() => new ReportReads(new SweepReading(database, sweep)).Start());

    public LedgerTrials ReadTrials(string sweep) => Patiently(() => new TrialReads(new SweepReading(database, sweep)).Start());

    public LedgerDecisions ReadDecisions(string sweep) => Patiently(() => new DecisionReads(new SweepReading(database, sweep)).Start());

    public LedgerRows QueryUntil(string sql, CancellationToken end) => database.Query(sql, end);

    private string Sweeps(DbConnection ledger) =>
        $"""
        SELECT name AS Name, yaml AS Yaml, base_folder AS BaseFolder, description AS Description, experiment AS Experiment, metric AS Metric,
          maximize AS Maximize, {Summary(ledger)} AS Summary, {Goals(ledger)} AS Goals, replicates AS Replicates, status AS Status, coordinator AS Coordinator,
          created_at AS CreatedAt, ended_at AS EndedAt,
          (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id) AS Trials,
          (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id AND t.status NOT IN ('planned', 'running', 'paused')) AS FinalTrials
        FROM sweep s
        """;

    /// <summary>A column that ledgers of the first four versions do not have. One that is there stays.</summary>
    private string Summary(DbConnection ledger) => hasSummary || (hasSummary = OlderLedgers.HasSummary(ledger)) ? "summary" : "'best'";

    /// <summary>A column that ledgers of the first seven versions do not have.</summary>
    private string Goals(DbConnection ledger) => hasGoals || (hasGoals = OlderLedgers.HasGoals(ledger)) ? "goals" : "NULL";

    /// <summary>A text of the sweep; null also where an older ledger has no such column.</summary>
    private Task<string?> FindText(string sweep, string column) => Read(ledger => !OlderLedgers.Columns(ledger, "sweep").Contains(column)
        ? null : ledger.QuerySingleOrDefault<string>($"SELECT {column} FROM sweep WHERE name = @sweep", new { sweep }));

    private Task<IReadOnlyList<T>> List<T>(Func<DbConnection, IEnumerable<T>> rows) =>
        Read<IReadOnlyList<T>>(ledger => [.. rows(ledger)]);

    private Task<T> AtOneMoment<T>(string sweep, Func<SweepReading, T> read) => Task.Run(() => Patiently(() =>
    {
        using var reading = new SweepReading(database, sweep);
        return read(reading);
    }));

    private Task<T> Read<T>(Func<DbConnection, T> read) => Task.Run(() => Patiently(() =>
    {
        using var connection = database.Open();
        return read(connection);
    }));

    // Reading again is always safe.
    private T Patiently<T>(Func<T> read)
    {
        for (var outage = Stopwatch.StartNew(); ;)
        {
            try
            {
                return read();
            }
            catch (Exception e) when (database.IsTransient(e) && outage.Elapsed < database.OutageLimit)
            {
                Task.Delay(Wait).GetAwaiter().GetResult();
            }
            catch (Exception e) when (database.Explain(e) is { } explained)
            {
                throw explained;
            }
        }
    }

    private static IEnumerable<TrialRow> Trials(DbConnection ledger, string sql, object parameters)
    {
        using var rows = ledger.ExecuteReader(sql, parameters);
        var reader = new TrialReader(rows);
        while (rows.Read()) yield return reader.Current();
    }

    private static IEnumerable<EpochRow> Epochs(DbConnection ledger, string which, object parameters) =>
        ledger.Query<StoredReport>($"{ReportColumns} {Reports} {which}", parameters, buffered: false).Select(report => report.ToRow());

    private Dictionary<int, double> Speeds(DbConnection ledger, string sweep, IReadOnlyCollection<int>? trials)
    {
        // Numbers are safe in the text itself; lists are parameters of another form in each database.
        var named = trials is null ? "" : trials.Count == 0 ? "AND 1 = 0" : $"AND t.number IN ({string.Join(", ", trials)})";
        var speeds = $"{Reports} AND r.tokens_per_second > 0 {named}";
        var sql = database.HasMedian
            ? $"SELECT t.number, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.tokens_per_second) {speeds} GROUP BY t.number"
            : $"SELECT t.number, r.tokens_per_second {speeds} ORDER BY t.number";
        using var rows = ledger.ExecuteReader(sql, new { sweep });
        return MediansOf(rows);
    }

    /// <summary>Medians by trial: SQLite has none of its own. A value that is alone in its trial is its median.</summary>
    /// <param name="rows">Trial and value; neighbours with the same trial are all its values, and no others are in memory.</param>
    private static Dictionary<int, double> MediansOf(IDataReader rows)
    {
        var medians = new Dictionary<int, double>();
        var (of, values) = (-1, new List<double>());
        while (rows.Read())
        {
            var trial = rows.GetInt32(0);
            if (trial != of) End();
            of = trial;
            values.Add(rows.GetDouble(1));
        }

        End();
        return medians;

        void End()
        {
            if (values.Count == 0) return;
            values.Sort();
            medians[of] = Median(values);
            values.Clear();
        }
    }

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    /// <summary>Columns that ledgers of the first three versions do not have.</summary>
    private static string Maker(DbConnection ledger) => OlderLedgers.HasMakers(ledger)
        ? "a.made_by AS Maker, a.made_command AS Command" : "NULL AS Maker, NULL AS Command";

    /// <summary>Said only where it holds: "this trial or all" would keep the database from its index.</summary>
    private static string One(int? trial) => trial is null ? "" : " AND t.number = @trial";
}
