using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Storage;

/// <summary>What verbs read, in SQL that SQLite and PostgreSQL understand alike.</summary>
internal static class LedgerReads
{
    /// <summary>Trials of a cost key that say how long its epochs take.</summary>
    public const int NewestTrials = 100;

    private const string SweepColumns =
        """
        SELECT name AS Name, yaml AS Yaml, base_folder AS BaseFolder, description AS Description, experiment AS Experiment, metric AS Metric,
          maximize AS Maximize, replicates AS Replicates, status AS Status, coordinator AS Coordinator, created_at AS CreatedAt, ended_at AS EndedAt,
          (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id) AS Trials,
          (SELECT count(*) FROM trial t WHERE t.sweep_id = s.id AND t.status NOT IN ('planned', 'running')) AS FinalTrials
        FROM sweep s
        """;

    public static IReadOnlyList<SweepRow> Sweeps(IDbConnection ledger) => ledger.Query<SweepRow>($"{SweepColumns} ORDER BY s.id DESC").AsList();

    public static IReadOnlyList<string> Running(IDbConnection ledger) => ledger.Query<string>("SELECT name FROM sweep WHERE status = 'running' ORDER BY id").AsList();

    public static SweepRow? Sweep(IDbConnection ledger, string sweep) =>
        ledger.QuerySingleOrDefault<SweepRow>($"{SweepColumns} WHERE s.name = @sweep", new { sweep });

    private const string TrialColumns =
        $"SELECT {TrialReader.Columns} FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN config c ON c.id = t.config_id WHERE s.name = @sweep";

    public static IReadOnlyList<TrialRow> Trials(IDbConnection ledger, string sweep) => Rows(ledger, $"{TrialColumns} ORDER BY t.number", new { sweep });

    public static TrialRow? Trial(IDbConnection ledger, string sweep, int number) =>
        Rows(ledger, $"{TrialColumns} AND t.number = @number", new { sweep, number }) is [var found] ? found : null;

    private static List<TrialRow> Rows(IDbConnection ledger, string sql, object parameters)
    {
        using var rows = ledger.ExecuteReader(sql, parameters);
        var reader = new TrialReader(rows);
        var trials = new List<TrialRow>();
        while (rows.Read()) trials.Add(reader.Current());
        return trials;
    }

    /// <summary>Trials with the columns that rank and compare them; replicates share the text of their configuration.</summary>
    public static IReadOnlyList<TrialRow> Results(IDbConnection ledger, string sweep)
    {
        // One look at one moment: trials may be added between the two.
        using var moment = ledger is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : ledger.BeginTransaction(IsolationLevel.RepeatableRead);
        var configs = new Dictionary<long, TrialConfig>();
        using (var rows = ledger.ExecuteReader("SELECT c.id, c.text FROM sweep s JOIN config c ON c.sweep_id = s.id WHERE s.name = @sweep", new { sweep }, moment))
        {
            while (rows.Read()) configs.Add(rows.GetInt64(0), new TrialConfig(StrangeValue.Config(rows.GetString(1))));
        }

        // Column by column: there may be very many rows.
        var trials = new List<TrialRow>();
        CorpusFacts? floor = null;
        using var row = ledger.ExecuteReader(
            "SELECT t.number, t.status, t.metric, t.config_id, t.replicate, t.floor FROM sweep s JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep ORDER BY t.number",
            new { sweep }, moment);
        while (row.Read())
        {
            trials.Add(new TrialRow
            {
                Sweep = sweep,
                Plan = new PlannedTrial
                {
                    Number = row.GetInt32(0),
                    Config = configs[row.GetInt64(3)],
                    Replicate = row.GetInt32(4),
                    Corpus = row.IsDBNull(5) ? null : floor?.FloorPerplexity == row.GetDouble(5) ? floor : floor = new CorpusFacts(null, row.GetDouble(5)),
                },
                Status = Words.Status(row.GetString(1)),
                Metric = row.IsDBNull(2) ? null : row.GetDouble(2),
            });
        }

        return trials;
    }

    /// <summary>Median of what the accepted epochs say, by trial.</summary>
    public static IReadOnlyDictionary<int, double> Speeds(IDbConnection ledger, string sweep, IReadOnlyCollection<int>? trials)
    {
        // Numbers are safe in the text itself; lists are parameters of another form in each database.
        var named = trials is null ? "" : trials.Count == 0 ? "AND 1 = 0" : $"AND t.number IN ({string.Join(", ", trials)})";
        var reports = $"FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id WHERE s.name = @sweep AND r.tokens_per_second > 0 {named}";
        if (ledger is SqliteConnection)
        {
            using var rows = ledger.ExecuteReader($"SELECT t.number, r.tokens_per_second {reports} ORDER BY t.number", new { sweep });
            return MediansOf(rows);
        }

        return ledger.Query<(int Trial, double Speed)>($"SELECT t.number, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.tokens_per_second) {reports} GROUP BY t.number", new { sweep }, buffered: false)
            .ToDictionary(median => median.Trial, median => median.Speed);
    }

    /// <summary>SQLite has no median, and would sort what already comes trial by trial.</summary>
    /// <param name="rows">Trial and value; neighbours with the same trial are all its values.</param>
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

    public static IReadOnlyList<OutcomeCount> Outcomes(IDbConnection ledger, string sweep) =>
    [
        .. ledger.Query<(string? Word, long Attempts)>(
            """
            SELECT a.outcome, count(*) FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN attempt a ON a.trial_id = t.id
            WHERE s.name = @sweep GROUP BY a.outcome
            """,
            new { sweep }).Select(row => new OutcomeCount(Words.Outcome(row.Word), row.Attempts)),
    ];

    public static IReadOnlyList<EpochRow> Epochs(IDbConnection ledger, string sweep, int? trial) =>
    [
        .. ledger.Query<StoredReport>(
            """
            SELECT t.number AS Trial, r.epoch AS Epoch, r.attempt AS Attempt, r.train_perplexity AS TrainPerplexity,
              r.val_perplexity AS ValPerplexity, r.tokens_per_second AS TokensPerSecond, r.seconds AS Seconds, r.metrics AS Metrics
            FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id
            WHERE s.name = @sweep
            """ + One(trial) + " ORDER BY t.number, r.epoch",
            new { sweep, trial }, buffered: false).Select(report => report.ToRow()),
    ];

    public static IReadOnlyList<MetricRow> Metric(IDbConnection ledger, string sweep) =>
    [
        .. ledger.Query<(int Trial, int Epoch, double Metric)>(
            """
            SELECT t.number, r.epoch, r.metric FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id
            WHERE s.name = @sweep AND r.metric IS NOT NULL ORDER BY t.number, r.epoch
            """,
            new { sweep }, buffered: false).Select(row => new MetricRow(row.Trial, row.Epoch, row.Metric)),
    ];

    public static IReadOnlyList<SlotName> RunningSlots(IDbConnection ledger, string sweep) =>
        [.. ledger.Query<string>(
        "SELECT t.slot FROM sweep s JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep AND t.status = 'running' ORDER BY t.number", new { sweep }).Select(text => new SlotName(text))];

    public static IReadOnlyList<AttemptRow> Attempts(IDbConnection ledger, string sweep, int? trial) =>
    [
        .. ledger.Query<StoredAttempt>(
        """
        SELECT t.number AS Trial, a.number AS Attempt, a.slot AS Slot, a.started_at AS StartedAt, a.ended_at AS EndedAt,
          a.outcome AS Word, a.reason AS Reason, a.stderr_tail AS StderrTail,
          CASE WHEN a.outcome IS NULL OR a.outcome IN ('interrupted', 'lost_node')
            THEN (SELECT coalesce(sum(r.seconds), 0.0) FROM report r WHERE r.trial_id = a.trial_id AND r.attempt = a.number) ELSE 0.0 END AS ReportedSeconds
        FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN attempt a ON a.trial_id = t.id
        WHERE s.name = @sweep
        """ + One(trial) + " ORDER BY t.number, a.number",
        new { sweep, trial }, buffered: false).Select(attempt => attempt.ToRow()),
    ];

    /// <summary>Median over the reports of the newest trials of each cost key: a ledger may hold millions, which say no more.</summary>
    public static IReadOnlyDictionary<CostKey, double> EpochSeconds(IDbConnection ledger)
    {
        var seconds = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var (key, value) in ledger.Query<(string Key, double Seconds)>(
            $"""
            SELECT t.cost_key, r.seconds
            FROM (SELECT id, cost_key, row_number() OVER (PARTITION BY cost_key ORDER BY id DESC) AS place FROM trial WHERE cost_key <> '' AND epochs_done > 0) t
            JOIN report r ON r.trial_id = t.id
            WHERE t.place <= {NewestTrials} AND r.seconds > 0
            """, buffered: false))
        {
            if (!seconds.TryGetValue(key, out var values)) seconds.Add(key, values = []);
            values.Add(value);
        }

        foreach (var values in seconds.Values) values.Sort();
        return seconds.ToDictionary(pair => new CostKey(pair.Key), pair => Median(pair.Value));
    }

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    /// <summary>Said only where it holds: "this trial or all" would keep the database from its index.</summary>
    private static string One(int? trial) => trial is null ? "" : " AND t.number = @trial";

    /// <summary>The outcome as the word it is: an expression over it has no type of its own, and of what type it is would hang on the first row.</summary>
    private sealed record StoredAttempt
    {
        public int Trial { get; init; }

        public int Attempt { get; init; }

        public string Slot { get; init; } = "";

        public DateTimeOffset StartedAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public string? Word { get; init; }

        public string? Reason { get; init; }

        public string? StderrTail { get; init; }

        public double ReportedSeconds { get; init; }

        public AttemptRow ToRow() => new()
        {
            Trial = Trial,
            Attempt = Attempt,
            Slot = Slot,
            StartedAt = StartedAt,
            EndedAt = EndedAt,
            Outcome = Words.Outcome(Word),
            Reason = Reason,
            StderrTail = StderrTail,
            ReportedSeconds = ReportedSeconds,
        };
    }

    private sealed record StoredReport
    {
        public int Trial { get; init; }

        public int Epoch { get; init; }

        public int Attempt { get; init; }

        public double? TrainPerplexity { get; init; }

        public double? ValPerplexity { get; init; }

        public double? TokensPerSecond { get; init; }

        public double? Seconds { get; init; }

        public string Metrics { get; init; } = "{}";

        public EpochRow ToRow() => new()
        {
            Trial = Trial,
            Epoch = Epoch,
            Attempt = Attempt,
            Metrics = MetricsJson.Join(TrainPerplexity, ValPerplexity, TokensPerSecond, Metrics),
            Seconds = Seconds ?? 0,
        };
    }
}
