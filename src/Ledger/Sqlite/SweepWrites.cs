using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Writes about sweeps as a whole: creation, coordinators, status. Runs on the writer's thread only.</summary>
internal sealed class SweepWrites(SqliteConnection connection, string path, TimeProvider clock, TrialWrites trials)
{
    private readonly Statement find = new(connection, "SELECT id, metric, maximize, coordinator FROM sweep WHERE name = ?1", 1);

    /// <summary>The sweep, for its coordinator only.</summary>
    public SweepKey Fence(string name, long coordinator)
    {
        var sweep = Find(name);
        return sweep.Coordinator == coordinator ? sweep : throw new CoordinatorFencedException(name, coordinator, sweep.Coordinator);
    }

    /// <summary>Adds a sweep and its trials unless this very sweep is there.</summary>
    public bool Create(NewSweep sweep, IReadOnlyList<PlannedTrial> planned)
    {
        var there = connection.QuerySingleOrDefault<string>("SELECT yaml FROM sweep WHERE name = @Name", new { sweep.Name });
        if (there is not null)
        {
            SweepFileDifference.Refuse(path, sweep.Name, there, sweep.Yaml);
            return false;
        }

        connection.Execute(
            """
            INSERT INTO sweep (name, yaml, base_folder, description, experiment, metric, maximize, replicates, status, created_at)
            VALUES (@Name, @Yaml, @BaseFolder, @Description, @Experiment, @Metric, @Maximize, @Replicates, 'running', @now)
            """,
            new { sweep.Name, sweep.Yaml, sweep.BaseFolder, sweep.Description, sweep.Experiment, sweep.Metric, sweep.Maximize, sweep.Replicates, now = Now() });
        trials.Add(Find(sweep.Name), planned);
        return true;
    }

    /// <summary>Makes the caller the coordinator; returns its token.</summary>
    public long Claim(string name, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<string> lostSlots)
    {
        var sweep = Find(name);
        trials.Interrupt(
            sweep, stillRunning.Where(trial => trial.Sweep == name).Select(trial => (trial.Trial, trial.Attempt)).ToHashSet(), lostSlots.ToHashSet(StringComparer.Ordinal));
        return connection.ExecuteScalar<long>(
            """
            UPDATE sweep SET coordinator = coordinator + 1,
              status = iif(EXISTS (SELECT 1 FROM trial WHERE sweep_id = @Id AND status IN ('planned', 'running')), 'running', status),
              ended_at = iif(EXISTS (SELECT 1 FROM trial WHERE sweep_id = @Id AND status IN ('planned', 'running')), NULL, ended_at)
            WHERE id = @Id RETURNING coordinator
            """,
            new { sweep.Id });
    }

    /// <summary>Sets the status; the end is when the last trial became final, or now when no trial ever did.</summary>
    public void SetStatus(SweepKey sweep, SweepStatus status) => connection.Execute(
        """
        UPDATE sweep SET status = @status,
          ended_at = iif(@over, coalesce((SELECT max(ended_at) FROM trial WHERE sweep_id = @Id), ended_at, @now), NULL)
        WHERE id = @Id
        """,
        new { sweep.Id, status = status.Word(), over = status is SweepStatus.Finished or SweepStatus.Cancelled, now = Now() });

    private SweepKey Find(string name) =>
        find.First(row => new SweepKey(row.GetInt64(0), row.GetString(1), row.GetBoolean(2), row.GetInt64(3)), name)
        ?? throw UnknownSweep.In(new SqliteAddress(path), name, connection.Query<string>("SELECT name FROM sweep ORDER BY id DESC"));

    private string Now() => UtcText.From(clock.GetUtcNow());
}
