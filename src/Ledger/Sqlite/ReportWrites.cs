using Microsoft.Data.Sqlite;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Writes reports, and keeps each trial's best metric and last epoch in step with them.</summary>
internal sealed class ReportWrites(SqliteConnection connection)
{
    private readonly Statement find = new(connection,
        "SELECT id, metric, best_epoch, epochs_done FROM trial WHERE sweep_id = ?1 AND number = ?2 AND status = 'running' AND attempts = ?3", 3);

    private readonly Statement put = new(connection,
        """
        INSERT INTO report (trial_id, epoch, attempt, metric, train_perplexity, val_perplexity, tokens_per_second, seconds, metrics, reported_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (trial_id, epoch) DO UPDATE SET (attempt, metric, train_perplexity, val_perplexity, tokens_per_second, seconds, metrics, reported_at)
          = (excluded.attempt, excluded.metric, excluded.train_perplexity, excluded.val_perplexity, excluded.tokens_per_second, excluded.seconds,
             excluded.metrics, excluded.reported_at)
        WHERE excluded.attempt > report.attempt
        """, 10);

    private readonly Statement update = new(connection, "UPDATE trial SET metric = ?2, best_epoch = ?3, epochs_done = ?4 WHERE id = ?1", 4);

    private readonly Statement lastOfAttempt = new(connection, "SELECT max(epoch) FROM report WHERE trial_id = ?1 AND attempt = ?2", 2);

    private readonly Statement deleteBeyond = new(connection, "DELETE FROM report WHERE trial_id = ?1 AND epoch > ?2", 2);

    private readonly Statement lowest = new(connection,
        "SELECT metric, epoch FROM report WHERE trial_id = ?1 AND metric IS NOT NULL ORDER BY metric, epoch LIMIT 1", 1);

    private readonly Statement highest = new(connection,
        "SELECT metric, epoch FROM report WHERE trial_id = ?1 AND metric IS NOT NULL ORDER BY metric DESC, epoch LIMIT 1", 1);

    private readonly Statement last = new(connection, "SELECT max(epoch) FROM report WHERE trial_id = ?1", 1);

    private sealed record Progress(long Id, double? Metric, int? BestEpoch, int EpochsDone);

    /// <summary>Takes a report from the attempt that is running; a repeat changes nothing.</summary>
    public bool Accept(SweepKey sweep, EpochReported change, string now)
    {
        var report = change.Report;
        if (report.Epoch < 1) return false;
        var trial = find.First(Read, sweep.Id, change.Trial.Trial, change.Trial.Attempt);
        if (trial is null) return false;
        var metric = MetricsJson.Finite(report.Metrics, sweep.Metric);
        double? seconds = double.IsFinite(report.Seconds) ? report.Seconds : null;
        var written = put.Run(
            trial.Id, report.Epoch, change.Trial.Attempt, metric, MetricsJson.Finite(report.Metrics, MetricsJson.TrainPerplexity),
            MetricsJson.Finite(report.Metrics, MetricsJson.ValPerplexity), MetricsJson.Finite(report.Metrics, MetricsJson.TokensPerSecond), seconds,
            MetricsJson.Others(report.Metrics), now);
        if (written == 0) return true;
        if (report.Epoch <= trial.EpochsDone) Recompute(sweep, trial.Id);
        else Advance(sweep, trial, report.Epoch, metric);
        return true;
    }

    /// <summary>Drops what older attempts reported beyond the last epoch of the attempt that ended the trial.</summary>
    public void KeepUpToLastOf(SweepKey sweep, long trial, int attempt)
    {
        var own = lastOfAttempt.First(row => row.IsDBNull(0) ? 0 : row.GetInt32(0), trial, attempt);
        if (own > 0 && deleteBeyond.Run(trial, own) > 0) Recompute(sweep, trial);
    }

    private void Advance(SweepKey sweep, Progress trial, int epoch, double? metric)
    {
        var better = metric is { } value && (trial.Metric is not { } best || (sweep.Maximize ? value > best : value < best));
        update.Run(trial.Id, better ? metric : trial.Metric, better ? epoch : trial.BestEpoch, epoch);
    }

    private void Recompute(SweepKey sweep, long trial)
    {
        var best = (sweep.Maximize ? highest : lowest).First(row => new Progress(trial, row.GetDouble(0), row.GetInt32(1), 0), trial);
        update.Run(trial, best?.Metric, best?.BestEpoch, last.First(row => row.IsDBNull(0) ? 0 : row.GetInt32(0), trial));
    }

    private static Progress Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetDouble(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.GetInt32(3));
}
