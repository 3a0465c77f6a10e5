using Npgsql;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>
/// Applies the changes of many callers in one transaction with a handful of round trips, however many they are: lock the sweeps, read their
/// trials, decide in memory, write each table once. A caller that is fenced or mistaken learns that alone.
/// </summary>
internal sealed class ApplyTransaction(NpgsqlConnection connection, PostgresAddress address, string now)
{
    private readonly Dictionary<string, SweepKey> sweeps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Sweep, int Trial), TrialDraft> trials = [];
    private readonly Dictionary<long, SweepKey> configs = [];

    public async Task Run(IReadOnlyList<ApplyJob> jobs)
    {
        await Load(jobs);
        foreach (var job in jobs)
        {
            job.Fail(null);
            if (!sweeps.TryGetValue(job.Sweep, out var sweep)) job.Fail(await SweepTransactions.Unknown(connection, address, job.Sweep));
            else if (sweep.Coordinator != job.Coordinator) job.Fail(new CoordinatorFencedException(job.Sweep, job.Coordinator, sweep.Coordinator));
            else if (job.Changes.Select(TrialChanges.Mistake).FirstOrDefault(mistake => mistake is not null) is { } mistake) job.Fail(mistake);
            else job.Accept(await Apply(job.Changes));
        }

        await Flush();
        await ConfigFlush.Refresh(connection, configs);
    }

    private async Task<List<bool>> Apply(IReadOnlyList<LedgerChange> changes)
    {
        var accepted = new List<bool>(changes.Count);
        foreach (var change in changes)
        {
            if (!trials.TryGetValue((change.Trial.Sweep, change.Trial.Trial), out var trial))
            {
                accepted.Add(false);
                continue;
            }

            // What an attempt did is written before the next one starts, so that one statement never holds rows of two.
            if (change is AttemptStarted && trial.Waits) await Flush();
            var holds = TrialChanges.Apply(trial, change, now);
            if (holds && trial.Status.IsFinal()) configs[trial.Config] = trial.Sweep;
            accepted.Add(holds);
        }

        return accepted;
    }

    private Task Flush() => TrialFlush.Write(connection, [.. trials.Values.Where(trial => trial.Waits)], now);

    private async Task Load(IReadOnlyList<ApplyJob> jobs)
    {
        List<(string Sweep, int Trial)> keys = [.. jobs.SelectMany(job => job.Changes).Select(change => (change.Trial.Sweep, change.Trial.Trial)).Distinct()];
        await using (var batch = Sql.Batch(
            connection,
            // The lock makes nodes take turns with a sweep; each sees what the one before it wrote.
            Sql.Command("SELECT id, metric, maximize, coordinator, name FROM sweep WHERE name = ANY ($1) ORDER BY id FOR NO KEY UPDATE", jobs.Select(job => job.Sweep).Distinct().ToList()),
            Sql.Command(
                """
                SELECT s.name, t.number, t.id, t.config_id, t.status, t.attempts, t.failures, t.metric, t.best_epoch, t.epochs_done
                FROM unnest($1::text[], $2::int[]) AS k (sweep, number) JOIN sweep s ON s.name = k.sweep JOIN trial t ON t.sweep_id = s.id AND t.number = k.number
                """,
                keys.ConvertAll(key => key.Sweep), keys.ConvertAll(key => key.Trial))))
        {
            await using var reader = await batch.ExecuteReaderAsync();
            while (await reader.ReadAsync()) sweeps.Add(reader.GetString(4), SweepTransactions.ReadKey(reader));
            await reader.NextResultAsync();
            while (await reader.ReadAsync()) trials.Add((reader.GetString(0), reader.GetInt32(1)), ReadTrial(reader));
        }

        await LoadHistory(jobs);
    }

    private async Task LoadHistory(IReadOnlyList<ApplyJob> jobs)
    {
        var wanted = new Dictionary<long, TrialDraft>();
        foreach (var change in jobs.SelectMany(job => job.Changes))
        {
            if (trials.TryGetValue((change.Trial.Sweep, change.Trial.Trial), out var trial) && TrialChanges.NeedsHistory(change, trial.EpochsDone)) wanted[trial.Id] = trial;
        }

        if (wanted.Count == 0) return;
        var rows = await connection.All(
            row => (Trial: row.GetInt64(0), Epoch: row.GetInt32(1), Attempt: row.GetInt32(2), Metric: row.Nullable<double>(3)),
            "SELECT trial_id, epoch, attempt, metric FROM report WHERE trial_id = ANY ($1)", wanted.Keys.ToList());
        foreach (var row in rows) wanted[row.Trial].Epochs.Add(row.Epoch, (row.Attempt, row.Metric));
    }

    private TrialDraft ReadTrial(NpgsqlDataReader row) => new()
    {
        Sweep = sweeps[row.GetString(0)],
        Id = row.GetInt64(2),
        Config = row.GetInt64(3),
        Status = Enum.Parse<TrialStatus>(row.GetString(4), true),
        Attempts = row.GetInt32(5),
        Failures = row.GetInt32(6),
        Metric = row.Nullable<double>(7),
        BestEpoch = row.Nullable<int>(8),
        EpochsDone = row.GetInt32(9),
    };
}
