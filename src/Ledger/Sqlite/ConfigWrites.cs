using Microsoft.Data.Sqlite;
using Sweep.Contracts;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Writes configurations, and keeps the statistics of each in step with its trials.</summary>
internal sealed class ConfigWrites(SqliteConnection connection)
{
    private readonly Statement add = new(connection,
        "INSERT INTO config (sweep_id, text, first_trial, floor) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (sweep_id, text) DO NOTHING", 4);

    private readonly Statement find = new(connection, "SELECT id FROM config WHERE sweep_id = ?1 AND text = ?2", 2);

    private readonly Statement trials = new(connection, "SELECT status, metric FROM trial WHERE config_id = ?1 ORDER BY number", 1);

    private readonly Statement update = new(connection,
        """
        UPDATE config SET tier = ?2, score = ?3, error2 = ?4, replicates = ?5, mean = ?6, std = ?7, best = ?8, diverged = ?9, failed = ?10
        WHERE id = ?1
        """, 10);

    /// <summary>Id of a configuration; adds it when it is new.</summary>
    public long Intern(SweepKey sweep, PlannedTrial trial)
    {
        add.Run(sweep.Id, trial.Config.Json, trial.Number, PerplexityFloor.For(sweep.Metric, trial.Corpus?.FloorPerplexity));
        return find.First(row => row.GetInt64(0), sweep.Id, trial.Config.Json);
    }

    /// <summary>Sums up the trials of a configuration again.</summary>
    public void Refresh(SweepKey sweep, long config)
    {
        var rows = trials.All(row => (Enum.Parse<TrialStatus>(row.GetString(0), true), row.IsDBNull(1) ? (double?)null : row.GetDouble(1)), config);
        var summary = ReplicateSummary.Of(rows, sweep.Maximize);
        var score = sweep.Maximize ? -summary.Mean : summary.Mean;
        update.Run(config, (int?)summary.Tier, score, summary.Error2, summary.Replicates, summary.Mean, summary.Std, summary.Best, summary.Diverged, summary.Failed);
    }

}
