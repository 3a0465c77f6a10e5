using Npgsql;
using Sweep.Contracts;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Sums up the trials of configurations again, all of them with two statements.</summary>
internal static class ConfigFlush
{
    public static async Task Refresh(NpgsqlConnection connection, IReadOnlyDictionary<long, SweepKey> configs)
    {
        if (configs.Count == 0) return;
        var trials = await connection.All(
            row => (Config: row.GetInt64(0), Status: Enum.Parse<TrialStatus>(row.GetString(1), true), Metric: row.Nullable<double>(2)),
            "SELECT config_id, status, metric FROM trial WHERE config_id = ANY ($1) ORDER BY config_id, number", configs.Keys.ToList());
        var summaries = trials.GroupBy(trial => trial.Config).Select(group => (Config: group.Key, configs[group.Key].Maximize,
            Summary: ReplicateSummary.Of([.. group.Select(trial => (trial.Status, trial.Metric))], configs[group.Key].Maximize))).ToList();
        await connection.Run(
            """
            UPDATE config c SET tier = k.tier, score = k.score, error2 = k.error2, replicates = k.replicates, mean = k.mean, std = k.std, best = k.best,
              diverged = k.diverged, failed = k.failed
            FROM unnest($1::bigint[], $2::int[], $3::float8[], $4::float8[], $5::int[], $6::float8[], $7::float8[], $8::float8[], $9::int[], $10::int[])
              AS k (id, tier, score, error2, replicates, mean, std, best, diverged, failed)
            WHERE c.id = k.id
            """,
            summaries.ConvertAll(row => row.Config), summaries.ConvertAll(row => (int?)row.Summary.Tier),
            summaries.ConvertAll(row => PostgresText.Number(row.Maximize ? -row.Summary.Mean : row.Summary.Mean)),
            summaries.ConvertAll(row => PostgresText.Number(row.Summary.Error2)), summaries.ConvertAll(row => row.Summary.Replicates),
            summaries.ConvertAll(row => PostgresText.Number(row.Summary.Mean)), summaries.ConvertAll(row => PostgresText.Number(row.Summary.Std)),
            summaries.ConvertAll(row => PostgresText.Number(row.Summary.Best)), summaries.ConvertAll(row => row.Summary.Diverged),
            summaries.ConvertAll(row => row.Summary.Failed));
    }
}
