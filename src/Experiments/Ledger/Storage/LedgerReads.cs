using System.Data;
using Dapper;

namespace Sweep.Experiments.Ledger.Storage;

/// <summary>What verbs read, in SQL that SQLite and PostgreSQL understand alike.</summary>
internal static class LedgerReads
{
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

    public static IReadOnlyList<TrialRow> Trials(IDbConnection ledger, string sweep) => ledger.Query<TrialRow>(
        """
        SELECT s.name AS Sweep, t.number AS Number, t.status AS Status, c.text AS ConfigJson, t.replicate AS Replicate, t.seed AS Seed,
          t.attempts AS Attempts, t.failures AS Failures, t.metric AS Metric, t.best_epoch AS BestEpoch, t.epochs_done AS EpochsDone,
          t.epochs AS Epochs, t.slot AS Slot, t.started_at AS StartedAt, t.ended_at AS EndedAt, t.reason AS Reason, t.floor AS FloorPerplexity,
          t.corpus_sha256 AS CorpusSha256, t.cost_key AS CostKey
        FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN config c ON c.id = t.config_id
        WHERE s.name = @sweep ORDER BY t.number
        """,
        new { sweep }).AsList();

    public static IReadOnlyList<EpochRow> Epochs(IDbConnection ledger, string sweep, int? trial) =>
    [
        .. ledger.Query<StoredReport>(
            """
            SELECT t.number AS Trial, r.epoch AS Epoch, r.attempt AS Attempt, r.train_perplexity AS TrainPerplexity,
              r.val_perplexity AS ValPerplexity, r.tokens_per_second AS TokensPerSecond, r.seconds AS Seconds, r.metrics AS Metrics
            FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id
            WHERE s.name = @sweep AND (@trial IS NULL OR t.number = @trial) ORDER BY t.number, r.epoch
            """,
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

    public static IReadOnlyList<string> RunningSlots(IDbConnection ledger, string sweep) => ledger.Query<string>(
        "SELECT t.slot FROM sweep s JOIN trial t ON t.sweep_id = s.id WHERE s.name = @sweep AND t.status = 'running' ORDER BY t.number", new { sweep }).AsList();

    public static IReadOnlyList<AttemptRow> Attempts(IDbConnection ledger, string sweep, int? trial) =>
    [
        .. ledger.Query<StoredAttempt>(
        """
        SELECT t.number AS Trial, a.number AS Attempt, a.slot AS Slot, a.started_at AS StartedAt, a.ended_at AS EndedAt,
          a.outcome AS Word, a.reason AS Reason, a.stderr_tail AS StderrTail,
          CASE WHEN a.outcome IS NULL OR a.outcome IN ('interrupted', 'lost_node')
            THEN (SELECT coalesce(sum(r.seconds), 0.0) FROM report r WHERE r.trial_id = a.trial_id AND r.attempt = a.number) ELSE 0.0 END AS ReportedSeconds
        FROM sweep s JOIN trial t ON t.sweep_id = s.id JOIN attempt a ON a.trial_id = t.id
        WHERE s.name = @sweep AND (@trial IS NULL OR t.number = @trial) ORDER BY t.number, a.number
        """,
        new { sweep, trial }, buffered: false).Select(attempt => attempt.ToRow()),
    ];

    public static IReadOnlyDictionary<string, double> EpochSeconds(IDbConnection ledger) => ledger.Query<(string Key, double Median)>(
        """
        WITH timed AS (
          SELECT t.cost_key, r.seconds, row_number() OVER (PARTITION BY t.cost_key ORDER BY r.seconds) AS place,
            count(*) OVER (PARTITION BY t.cost_key) AS n
          FROM trial t JOIN report r ON r.trial_id = t.id
          WHERE t.cost_key <> '' AND r.seconds > 0)
        SELECT cost_key, CAST(avg(seconds) AS DOUBLE PRECISION) FROM timed WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY cost_key
        """).ToDictionary(row => row.Key, row => row.Median);

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
