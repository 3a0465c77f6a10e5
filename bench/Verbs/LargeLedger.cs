using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Specs;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Sqlite;

namespace Sweep.Bench.Verbs;

/// <summary>Makes a ledger as a finished random search leaves it: two continuous parameters, two with a few values, two replicates.
/// The same numbers each time.</summary>
internal static class LargeLedger
{
    /// <summary>Name of its sweep.</summary>
    public const string Sweep = "search";

    /// <summary>Epochs of each trial.</summary>
    public const int Epochs = 10;

    /// <summary>Name of the ledger in its folder.</summary>
    public const string FileName = "sweep.db";

    private const string Moment = "2026-01-31T09:30:00.0000000Z";
    private const int Seed = 7;

    /// <summary>Writes the sweep file and the ledger.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="trials">How many.</param>
    /// <param name="epochs">Epochs of each; default <see cref="Epochs"/>.</param>
    /// <returns>Paths of both.</returns>
    public static async Task<(string Yaml, string Ledger)> Make(string folder, int trials, int epochs = Epochs)
    {
        var (yaml, path) = (Path.Combine(folder, "search.yaml"), Path.Combine(folder, FileName));
        await File.WriteAllTextAsync(yaml, Text(trials, epochs));
        var catalog = BuiltInExperiments.Catalog();
        var spec = SweepFile.Read(yaml, catalog, []).Spec!;
        var plan = TrialPlanner.Plan(spec, catalog.Find(spec.Experiment)!, folder).Plan!;
        await using (var ledger = SqliteLedger.Open(path, TimeProvider.System)) await ledger.CreateSweep(plan.Sweep, plan.Trials);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Fill(connection, epochs);
        return (yaml, path);
    }

    private static string Text(int trials, int epochs) => $$"""
        name: {{Sweep}}
        experiment: noop
        method: random
        run_cap: {{trials}}
        replicates: 2
        metric: {name: loss, goal: minimize}
        parameters:
          x: {min: -1.0, max: 1.0}
          y: {min: -1.0, max: 1.0}
          value: [0.0, 0.1, 0.2]
          spread: [0.01, 0.05]
          epochs: {{epochs}}
        """;

    /// <summary>Ends every trial. Millions of rows one transaction each would take hours;
    /// the guards hold for those who write history, so they stand aside.</summary>
    private static void Fill(SqliteConnection connection, int epochs)
    {
        using var transaction = connection.BeginTransaction();
        var guards = connection.Query<(string Name, string Sql)>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").ToList();
        foreach (var guard in guards) connection.Execute($"DROP TRIGGER {guard.Name}");
        var ids = connection.Query<(long Number, long Id, long Config)>("SELECT number, id, config_id FROM trial ORDER BY number").ToList();
        using var reports = Prepared(connection, "INSERT INTO report (trial_id, epoch, attempt, metric, tokens_per_second, seconds, " +
            "metrics, reported_at) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7)", 7);
        using var attempts = Prepared(
            connection, "INSERT INTO attempt (trial_id, number, slot, started_at, ended_at, outcome) VALUES (?1, 1, ?2, ?3, ?3, ?4)", 4);
        using var ends = Prepared(connection, "UPDATE trial SET status = ?2, attempts = 1, metric = ?3, best_epoch = ?4, epochs_done = " +
            "?5, slot = ?6, started_at = ?7, ended_at = ?7 WHERE id = ?1", 7);
        using var configs = Prepared(connection, "UPDATE config SET tier = ?2, score = ?3, error2 = ?4, replicates = ?5, mean = ?3, std " +
            "= ?6, best = ?7, diverged = ?8 WHERE id = ?1", 8);
        var random = new Random(Seed);
        var ended = new List<(long Config, TrialStatus Status, double? Metric)>();
        foreach (var (number, id, config) in ids)
        {
            var (status, slot, level) =
                (number % 97 == 96 ? TrialStatus.Diverged : TrialStatus.Completed, $"node/cpu/{number % 16}", 1 + random.NextDouble());
            var best = double.PositiveInfinity;
            for (var epoch = 1; epoch <= epochs; epoch++)
            {
                var loss = level + Math.Exp(-epoch) + (0.05 * random.NextDouble());
                best = Math.Min(best, loss);
                Run(reports, id, epoch, loss, 50_000 + (1000 * random.NextDouble()), random.NextDouble(),
                    $$"""{"loss":{{loss:R}},"grad_norm":{{random.NextDouble():R}}}""", Moment);
            }

            double? metric = status == TrialStatus.Completed ? best : null;
            Run(attempts, id, slot, Moment, status.SnakeCase());
            Run(ends, id, status.SnakeCase(), metric, metric is null ? null : epochs, epochs, slot, Moment);
            ended.Add((config, status, metric));
        }

        foreach (var config in ended.GroupBy(trial => trial.Config))
        {
            var summary = ReplicateSummary.Of([.. config.Select(trial => (trial.Status, trial.Metric))], maximize: false);
            Run(configs, config.Key, (int?)summary.Tier, summary.Mean, summary.Error2, summary.Replicates, summary.Std, summary.Best,
                summary.Diverged);
        }

        connection.Execute("UPDATE sweep SET status = 'finished', ended_at = @Moment", new { Moment });
        foreach (var guard in guards) connection.Execute(guard.Sql);
        transaction.Commit();
    }

    private static SqliteCommand Prepared(SqliteConnection connection, string sql, int values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= values; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        return command;
    }

    private static void Run(SqliteCommand command, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
