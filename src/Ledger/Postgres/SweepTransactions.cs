using Npgsql;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Writes about sweeps as a whole: creation, coordinators, status. Each is one transaction of the writer's session.</summary>
internal sealed class SweepTransactions(PostgresAddress address, TimeProvider clock)
{
    /// <summary>Adds a sweep and its trials unless this very sweep is there.</summary>
    public async Task<bool> Create(NpgsqlConnection connection, NewSweep sweep, IReadOnlyList<PlannedTrial> planned)
    {
        // Two nodes at once: the second waits here for the first, and then finds its sweep.
        var ids = await connection.All(
            row => row.GetInt64(0),
            """
            INSERT INTO sweep (name, yaml, base_folder, description, experiment, metric, maximize, replicates, status, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9) ON CONFLICT (name) DO NOTHING RETURNING id
            """,
            sweep.Name, sweep.Yaml, sweep.BaseFolder, sweep.Description, sweep.Experiment, sweep.Metric, sweep.Maximize ? 1 : 0, sweep.Replicates, Now());
        if (ids is [var id])
        {
            await Add(connection, new SweepKey(id, sweep.Metric, sweep.Maximize, 0), planned);
            return true;
        }

        var there = await connection.All(row => row.GetString(0), "SELECT yaml FROM sweep WHERE name = $1", sweep.Name);
        SweepFileDifference.Refuse(address.Display, sweep.Name, there.Single(), sweep.Yaml);
        return false;
    }

    /// <summary>Adds planned trials for the coordinator; numbers that are there stay as they are.</summary>
    public async Task<bool> AddTrials(NpgsqlConnection connection, string name, long coordinator, IReadOnlyList<PlannedTrial> trials)
    {
        var sweep = await Fence(connection, name, coordinator);
        var touched = await Add(connection, sweep, trials);
        await ConfigFlush.Refresh(connection, touched.ToDictionary(config => config, _ => sweep));
        return true;
    }

    /// <summary>Makes the caller the coordinator; returns its token.</summary>
    public async Task<long> Claim(NpgsqlConnection connection, string name, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<string> lostSlots)
    {
        var sweep = await Find(connection, name);
        List<TrialRef> kept = [.. stillRunning.Where(trial => trial.Sweep == name)];
        await connection.Run(
            """
            WITH lost AS (
              UPDATE trial t SET status = 'planned', ended_at = NULL, reason = CASE WHEN t.slot = ANY ($7::text[]) THEN $6 ELSE $5 END
              WHERE sweep_id = $1 AND status = 'running' AND NOT EXISTS (
                SELECT 1 FROM unnest($2::int[], $3::int[]) AS k (number, attempt) WHERE k.number = t.number AND k.attempt = t.attempts)
              RETURNING id, attempts, reason)
            UPDATE attempt a SET ended_at = $4, outcome = CASE WHEN a.slot = ANY ($7::text[]) THEN 'lost_node' ELSE 'interrupted' END, reason = lost.reason
            FROM lost WHERE a.trial_id = lost.id AND a.number = lost.attempts
            """,
            sweep.Id, kept.ConvertAll(trial => trial.Trial), kept.ConvertAll(trial => trial.Attempt), Now(), LeftBehind.Interrupted, LeftBehind.LostNode,
            lostSlots.ToList());
        var token = await connection.All(
            row => row.GetInt64(0),
            """
            UPDATE sweep SET coordinator = coordinator + 1, status = CASE WHEN remain THEN 'running' ELSE status END, ended_at = CASE WHEN remain THEN NULL ELSE ended_at END
            FROM (SELECT EXISTS (SELECT 1 FROM trial WHERE sweep_id = $1 AND status IN ('planned', 'running')) AS remain) AS trials
            WHERE id = $1 RETURNING coordinator
            """,
            sweep.Id);
        return token.Single();
    }

    /// <summary>Sets the status; the end is when the last trial became final, or now when no trial ever did.</summary>
    public async Task<bool> SetStatus(NpgsqlConnection connection, string name, long coordinator, SweepStatus status)
    {
        var sweep = await Fence(connection, name, coordinator);
        await connection.Run(
            """
            UPDATE sweep SET status = $2, ended_at = CASE WHEN $3 THEN coalesce((SELECT max(ended_at) FROM trial WHERE sweep_id = $1), ended_at, $4) END WHERE id = $1
            """,
            sweep.Id, status.Word(), status is SweepStatus.Finished or SweepStatus.Cancelled, Now());
        return true;
    }

    /// <summary>The message about a sweep that is not there.</summary>
    public static async Task<LedgerException> Unknown(NpgsqlConnection connection, PostgresAddress address, string name) =>
        UnknownSweep.In(address, name, await connection.All(row => row.GetString(0), "SELECT name FROM sweep ORDER BY id DESC"));

    /// <summary>Reads id, metric, maximize and coordinator.</summary>
    public static SweepKey ReadKey(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetInt32(2) != 0, row.GetInt64(3));

    private static async Task<List<long>> Add(NpgsqlConnection connection, SweepKey sweep, IReadOnlyList<PlannedTrial> planned)
    {
        List<PlannedTrial> trials = [.. planned];
        List<PlannedTrial> configs = [.. trials.DistinctBy(trial => trial.Config.Json)];
        List<string> texts = configs.ConvertAll(trial => trial.Config.Json);
        await connection.Run(
            """
            INSERT INTO config (sweep_id, text, first_trial, floor)
            SELECT $1, k.text, k.number, k.floor FROM unnest($2::text[], $3::int[], $4::float8[]) WITH ORDINALITY AS k (text, number, floor, place) ORDER BY k.place
            ON CONFLICT (sweep_id, md5(text)) DO NOTHING
            """,
            sweep.Id, texts, configs.ConvertAll(trial => trial.Number), configs.ConvertAll(trial => PostgresText.Number(PerplexityFloor.For(sweep.Metric, trial.Corpus?.FloorPerplexity))));
        await connection.Run(
            """
            INSERT INTO trial (sweep_id, number, config_id, replicate, seed, status, epochs, floor, corpus_sha256, cost_key)
            SELECT $1, k.number, c.id, k.replicate, k.seed, 'planned', k.epochs, k.floor, k.corpus, k.cost
            FROM unnest($2::int[], $3::text[], $4::int[], $5::bigint[], $6::int[], $7::float8[], $8::text[], $9::text[])
              WITH ORDINALITY AS k (number, text, replicate, seed, epochs, floor, corpus, cost, place)
              JOIN config c ON c.sweep_id = $1 AND md5(c.text) = md5(k.text)
            ORDER BY k.place ON CONFLICT (sweep_id, number) DO NOTHING
            """,
            sweep.Id, trials.ConvertAll(trial => trial.Number), trials.ConvertAll(trial => trial.Config.Json), trials.ConvertAll(trial => trial.Replicate),
            trials.ConvertAll(trial => trial.Seed), trials.ConvertAll(trial => trial.Epochs), trials.ConvertAll(trial => PostgresText.Number(trial.Corpus?.FloorPerplexity)),
            trials.ConvertAll(trial => trial.Corpus?.Sha256), trials.ConvertAll(trial => trial.CostKey.Text));
        return await connection.All(row => row.GetInt64(0), "SELECT id FROM config WHERE sweep_id = $1 AND md5(text) IN (SELECT md5(k) FROM unnest($2::text[]) AS k)", sweep.Id, texts);
    }

    private async Task<SweepKey> Fence(NpgsqlConnection connection, string name, long coordinator)
    {
        var sweep = await Find(connection, name);
        return sweep.Coordinator == coordinator ? sweep : throw new CoordinatorFencedException(name, coordinator, sweep.Coordinator);
    }

    /// <summary>The sweep, locked until the transaction ends.</summary>
    private async Task<SweepKey> Find(NpgsqlConnection connection, string name)
    {
        var found = await connection.All(ReadKey, "SELECT id, metric, maximize, coordinator FROM sweep WHERE name = $1 FOR NO KEY UPDATE", name);
        return found is [var sweep] ? sweep : throw await Unknown(connection, address, name);
    }

    private string Now() => UtcText.From(clock.GetUtcNow());
}
