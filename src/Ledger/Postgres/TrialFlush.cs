using Npgsql;
using Sweep.Contracts;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Writes drafts, all of them with each statement, in an order that the guards of the database accept: start, report, end.</summary>
internal static class TrialFlush
{
    public static async Task Write(NpgsqlConnection connection, IReadOnlyList<TrialDraft> drafts, string now)
    {
        List<TrialDraft> started = [.. drafts.Where(trial => trial.StartsOn is not null)];
        List<TrialDraft> ended = [.. drafts.Where(trial => trial.Ended is not null)];
        List<TrialDraft> dropping = [.. drafts.Where(trial => trial.KeepUpTo is not null)];
        List<TrialDraft> settled = [.. drafts.Where(trial => trial.Reports.Count > 0 || trial.Status != TrialStatus.Running)];
        await using var batch = new NpgsqlBatch(connection);
        if (started.Count > 0) Add(batch, Start(started, now), AddAttempts(started, now));
        if (drafts.Any(trial => trial.Reports.Count > 0)) Add(batch, PutReports(drafts, now));
        if (dropping.Count > 0) Add(batch, DropReports(dropping));
        if (ended.Count > 0) Add(batch, EndAttempts(ended, now));
        if (settled.Count > 0) Add(batch, Settle(settled));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync();
        foreach (var trial in drafts) trial.Written();
    }

    private static NpgsqlBatchCommand Start(List<TrialDraft> trials, string now) => Sql.Command(
        """
        UPDATE trial t SET status = 'running', attempts = k.attempt, slot = k.slot, started_at = coalesce(t.started_at, $4), reason = NULL
        FROM unnest($1::bigint[], $2::int[], $3::text[]) AS k (id, attempt, slot) WHERE t.id = k.id
        """,
        Ids(trials), Attempts(trials), Slots(trials), now);

    private static NpgsqlBatchCommand AddAttempts(List<TrialDraft> trials, string now) => Sql.Command(
        """
        INSERT INTO attempt (trial_id, number, slot, started_at)
        SELECT k.id, k.attempt, k.slot, $4 FROM unnest($1::bigint[], $2::int[], $3::text[]) AS k (id, attempt, slot)
        """,
        Ids(trials), Attempts(trials), Slots(trials), now);

    private static NpgsqlBatchCommand PutReports(IReadOnlyList<TrialDraft> drafts, string now)
    {
        var rows = drafts.SelectMany(trial => trial.Reports.Values.Select(report => (Trial: trial, Report: report))).ToList();
        return Sql.Command(
            """
            INSERT INTO report (trial_id, epoch, attempt, metric, train_perplexity, val_perplexity, tokens_per_second, seconds, metrics, reported_at)
            SELECT k.*, $10 FROM unnest($1::bigint[], $2::int[], $3::int[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::text[]) AS k
            ON CONFLICT (trial_id, epoch) DO UPDATE SET (attempt, metric, train_perplexity, val_perplexity, tokens_per_second, seconds, metrics, reported_at)
              = (excluded.attempt, excluded.metric, excluded.train_perplexity, excluded.val_perplexity, excluded.tokens_per_second, excluded.seconds,
                 excluded.metrics, excluded.reported_at)
            WHERE excluded.attempt > report.attempt
            """,
            rows.ConvertAll(row => row.Trial.Id), rows.ConvertAll(row => row.Report.Epoch), rows.ConvertAll(row => row.Trial.Epochs[row.Report.Epoch].Attempt),
            rows.ConvertAll(row => row.Trial.Epochs[row.Report.Epoch].Metric), Metric(MetricsJson.TrainPerplexity), Metric(MetricsJson.ValPerplexity),
            Metric(MetricsJson.TokensPerSecond), rows.ConvertAll(row => double.IsFinite(row.Report.Seconds) ? row.Report.Seconds : (double?)null),
            rows.ConvertAll(row => PostgresText.Clean(MetricsJson.Others(row.Report.Metrics))), now);

        List<double?> Metric(string name) => rows.ConvertAll(row => MetricsJson.Finite(row.Report.Metrics, name));
    }

    private static NpgsqlBatchCommand DropReports(List<TrialDraft> trials) => Sql.Command(
        "DELETE FROM report r USING unnest($1::bigint[], $2::int[]) AS k (id, last) WHERE r.trial_id = k.id AND r.epoch > k.last",
        Ids(trials), trials.ConvertAll(trial => trial.KeepUpTo!.Value));

    private static NpgsqlBatchCommand EndAttempts(List<TrialDraft> trials, string now) => Sql.Command(
        """
        UPDATE attempt a SET ended_at = $6, outcome = k.outcome, reason = k.reason, stderr_tail = k.stderr
        FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[]) AS k (id, attempt, outcome, reason, stderr)
        WHERE a.trial_id = k.id AND a.number = k.attempt
        """,
        Ids(trials), Attempts(trials), trials.ConvertAll(trial => trial.Ended!.Outcome.Word()), trials.ConvertAll(trial => PostgresText.Clean(trial.Ended!.Reason)),
        trials.ConvertAll(trial => PostgresText.Clean(trial.Ended!.StderrTail)), now);

    private static NpgsqlBatchCommand Settle(List<TrialDraft> trials) => Sql.Command(
        """
        UPDATE trial t SET status = k.status, failures = k.failures, metric = k.metric, best_epoch = k.best_epoch, epochs_done = k.epochs_done,
          ended_at = k.ended_at, reason = k.reason
        FROM unnest($1::bigint[], $2::text[], $3::int[], $4::float8[], $5::int[], $6::int[], $7::text[], $8::text[])
          AS k (id, status, failures, metric, best_epoch, epochs_done, ended_at, reason)
        WHERE t.id = k.id
        """,
        Ids(trials), trials.ConvertAll(trial => trial.Status.Word()), trials.ConvertAll(trial => trial.Failures), trials.ConvertAll(trial => trial.Metric),
        trials.ConvertAll(trial => trial.BestEpoch), trials.ConvertAll(trial => trial.EpochsDone), trials.ConvertAll(trial => trial.EndedAt),
        trials.ConvertAll(trial => PostgresText.Clean(trial.Reason)));

    private static void Add(NpgsqlBatch batch, params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        foreach (var command in commands) batch.BatchCommands.Add(command);
    }

    private static List<long> Ids(List<TrialDraft> trials) => trials.ConvertAll(trial => trial.Id);

    private static List<int> Attempts(List<TrialDraft> trials) => trials.ConvertAll(trial => trial.Attempts);

    private static List<string?> Slots(List<TrialDraft> trials) => trials.ConvertAll(trial => PostgresText.Clean(trial.StartsOn));
}
