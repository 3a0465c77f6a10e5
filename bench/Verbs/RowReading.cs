using Dapper;
using Microsoft.Data.Sqlite;

namespace Sweep.Bench.Verbs;

/// <summary>What it takes to read the rows that a verb needs, with the library that it reads them with, and do nothing with them.</summary>
internal sealed class RowReading(string path)
{
    private const string OfSweep = "FROM sweep s JOIN trial t ON t.sweep_id = s.id";

    /// <param name="rows">Names of kinds of rows, or a question in SQL.</param>
    public void Read(string rows)
    {
        if (rows.StartsWith("select ", StringComparison.Ordinal)) Ask(rows);
        else foreach (var kind in rows.Split(' ')) OfKind(kind)();
    }

    private Action OfKind(string kind) => kind switch
    {
        "sweeps" => Sweeps,
        "trials" => Trials,
        "results" => Results,
        "one-trial" => OneTrial,
        "speeds" => Speeds,
        "epochs" => Epochs,
        "attempts" => Attempts,
        "configs" => Configs,
        _ => throw new ArgumentException($"no rows are called '{kind}'"),
    };

    private void Sweeps() =>
        Read<SweepRow>("SELECT name, status, trials, final_trials AS FinalTrials, metric, created_at AS CreatedAt, ended_at AS " +
        "EndedAt, description FROM sweeps");

    private void Trials() => Read<TrialRow>(
        $"""
        SELECT s.name AS Sweep, t.number AS Number, t.status AS Status, c.text AS Config, t.replicate AS Replicate, t.seed AS Seed, t.attempts AS Attempts, t.failures AS Failures,
          t.metric AS Metric, t.best_epoch AS BestEpoch, t.epochs_done AS EpochsDone, t.epochs AS Epochs, t.slot AS Slot, t.started_at AS StartedAt, t.ended_at AS EndedAt,
          t.reason AS Reason, t.floor AS Floor, t.corpus_sha256 AS Corpus, t.cost_key AS CostKey
        {OfSweep} JOIN config c ON c.id = t.config_id ORDER BY t.number
        """);

    /// <summary>What ranks and compares: a few columns of each trial, and the text of each configuration once.</summary>
    private void Results()
    {
        Read<ResultRow>($"SELECT t.number AS Number, t.status AS Status, t.metric AS Metric, t.config_id AS Config, t.replicate AS " +
            $"Replicate, t.floor AS Floor {OfSweep} ORDER BY t.number");
        Read<TextRow>("SELECT id AS Id, text AS Text FROM config");
    }

    private void OneTrial() =>
        Read<EpochRow>($"SELECT t.number AS Trial, r.epoch AS Epoch, r.metrics AS Metrics {OfSweep} JOIN report r ON r.trial_id = " +
        "t.id WHERE t.number = 17");

    private void Speeds() => Read<SpeedRow>(
        $"SELECT t.number AS Trial, r.tokens_per_second AS Speed {OfSweep} JOIN report r ON r.trial_id = t.id ORDER BY t.number");

    private void Epochs() => Read<EpochRow>(
        $"""
        SELECT t.number AS Trial, r.epoch AS Epoch, r.attempt AS Attempt, r.train_perplexity AS Train, r.val_perplexity AS Val, r.tokens_per_second AS Speed, r.seconds AS Seconds, r.metrics AS Metrics
        {OfSweep} JOIN report r ON r.trial_id = t.id ORDER BY t.number, r.epoch
        """);

    private void Attempts() =>
        Read<AttemptRow>($"SELECT t.number AS Trial, a.number AS Number, a.slot AS Slot, a.started_at AS StartedAt, a.ended_at AS " +
        $"EndedAt, a.outcome AS Outcome, a.reason AS Reason {OfSweep} JOIN attempt a ON a.trial_id = t.id");

    private void Configs() =>
        Read<ConfigRow>("SELECT text AS Text, tier AS Tier, score AS Score, error2 AS Error2, replicates AS Replicates, mean AS Mean, " +
        "std AS Std, best AS Best FROM config");

    private void Read<T>(string sql)
    {
        using var connection = Open();
        foreach (var _ in connection.Query<T>(sql, buffered: false))
        {
            // Read and forgotten.
        }
    }

    /// <summary>Any question, as who does not know its columns reads the answer.</summary>
    private void Ask(string sql)
    {
        using var connection = Open();
        using var rows = connection.ExecuteReader(sql);
        var values = new object[rows.FieldCount];
        while (rows.Read()) rows.GetValues(values);
    }

    private SqliteConnection Open() => new($"Data Source={path};Mode=ReadOnly;Pooling=False");

    private sealed class SweepRow
    {
        public string? Name { get; set; }
        public string? Status { get; set; }
        public long Trials { get; set; }
        public long FinalTrials { get; set; }
        public string? Metric { get; set; }
        public string? CreatedAt { get; set; }
        public string? EndedAt { get; set; }
        public string? Description { get; set; }
    }

    private sealed class TrialRow
    {
        public string? Sweep { get; set; }
        public long Number { get; set; }
        public string? Status { get; set; }
        public string? Config { get; set; }
        public long Replicate { get; set; }
        public long Seed { get; set; }
        public long Attempts { get; set; }
        public long Failures { get; set; }
        public double? Metric { get; set; }
        public long? BestEpoch { get; set; }
        public long EpochsDone { get; set; }
        public long Epochs { get; set; }
        public string? Slot { get; set; }
        public string? StartedAt { get; set; }
        public string? EndedAt { get; set; }
        public string? Reason { get; set; }
        public double? Floor { get; set; }
        public string? Corpus { get; set; }
        public string? CostKey { get; set; }
    }

    private sealed class ResultRow
    {
        public long Number { get; set; }
        public string? Status { get; set; }
        public double? Metric { get; set; }
        public long Config { get; set; }
        public long Replicate { get; set; }
        public double? Floor { get; set; }
    }

    private sealed class TextRow
    {
        public long Id { get; set; }
        public string? Text { get; set; }
    }

    private sealed class SpeedRow
    {
        public long Trial { get; set; }
        public double? Speed { get; set; }
    }

    private sealed class EpochRow
    {
        public long Trial { get; set; }
        public long Epoch { get; set; }
        public long Attempt { get; set; }
        public double? Train { get; set; }
        public double? Val { get; set; }
        public double? Speed { get; set; }
        public double? Seconds { get; set; }
        public string? Metrics { get; set; }
    }

    private sealed class AttemptRow
    {
        public long Trial { get; set; }
        public long Number { get; set; }
        public string? Slot { get; set; }
        public string? StartedAt { get; set; }
        public string? EndedAt { get; set; }
        public string? Outcome { get; set; }
        public string? Reason { get; set; }
    }

    private sealed class ConfigRow
    {
        public string? Text { get; set; }
        public long? Tier { get; set; }
        public double? Score { get; set; }
        public double? Error2 { get; set; }
        public long Replicates { get; set; }
        public double? Mean { get; set; }
        public double? Std { get; set; }
        public double? Best { get; set; }
    }
}
