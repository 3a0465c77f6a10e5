using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rules;

namespace Sweep.Ledger.Storage;

/// <content>Whole sweeps as they are submitted and, in files of this machine, edited; and their logs.</content>
internal sealed partial class LedgerWrites
{
    /// <summary>Adds a sweep and its trials unless it is there; then only what its file adds.</summary>
    public bool Create(NewSweep sweep, IReadOnlyList<PlannedTrial> planned)
    {
        // Two nodes at once: the second waits here for the first, and then finds its sweep.
        var ids = Read(row => row.GetInt64(0),
            """
            INSERT INTO sweep
              (name, yaml, base_folder, description, experiment, metric, maximize, replicates, status, created_at, summary, facts,
               known, goals)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9, $10, $11, $12, $13) ON CONFLICT (name) DO NOTHING RETURNING id
            """,
            sweep.Name, sweep.Yaml, sweep.BaseFolder, sweep.Description, sweep.Experiment, sweep.Metric, sweep.Maximize ? 1 : 0,
            sweep.Replicates, at, sweep.Summary.SnakeCase(), sweep.Facts, sweep.Known, sweep.Goals);
        if (ids is [var id])
        {
            Add(new SweepKey(id, sweep.Name, sweep.Metric, sweep.Maximize, sweep.Summary, 0), planned);
            return true;
        }

        Extend(Find(sweep.Name), sweep, planned);
        return false;
    }

    private void Extend(SweepKey sweep, NewSweep file, IReadOnlyList<PlannedTrial> planned)
    {
        var there = Read(
            row => new HeldSweep(address.Display, file.Name, row.GetString(0), !row.IsDBNull(1), (int)row.GetInt64(2)),
            "SELECT yaml, facts, (SELECT count(*) FROM trial WHERE sweep_id = $1) FROM sweep WHERE id = $1", sweep.Id).Single();
        if (there.IsOpen) there = there with { HadTurn = SweepExtension.HadTurn(Turns(sweep)) };
        var mayAdd = SweepFileDifference.Between(there.Yaml, file.Yaml) is { MayAddTrials: true };
        var more = SweepExtension.Of(there, file, planned, mayAdd ? Held(sweep) : []);
        if (more.Difference is null) return;
        const string revise = "UPDATE sweep SET yaml = $2, description = $3, replicates = $4 WHERE id = $1";
        session.Run([new SqlCall(revise, sweep.Id, file.Yaml, file.Description, file.Replicates)]);
        AddMore(sweep, more.Added);
        if (more.Enqueued > 0) NoteEnqueued(sweep, more.Enqueued);
        if (more.GoesOn) session.Run([new SqlCall("UPDATE sweep SET status = 'running', ended_at = NULL WHERE id = $1", sweep.Id)]);
    }

    private List<string> Turns(SweepKey sweep) => Read(
        row => row.GetString(0), "SELECT evidence FROM decision WHERE sweep_id = $1 AND kind = 'start' AND evidence LIKE $2", sweep.Id,
        SweepExtension.TurnBegins + "%");

    /// <summary>Tells the strategy from which event on more configurations wait.</summary>
    private void NoteEnqueued(SweepKey sweep, int count)
    {
        var last = Read(row => row.GetInt64(0), "SELECT coalesce(max(number), 0) FROM event WHERE sweep_id = $1", sweep.Id).Single();
        session.Run([Entry(sweep.Id, SweepExtension.Noted(last + 1, count))]);
    }

    /// <summary>What tells the trials that are there from others.</summary>
    private List<PlannedTrial> Held(SweepKey sweep) => Read(
        row => new PlannedTrial
        { Number = row.GetInt32(0), Config = row.GetString(1), Replicate = row.GetInt32(2), Seed = row.GetInt64(3) },
        """
        SELECT t.number, c.text, t.replicate, t.seed FROM trial t JOIN config c ON c.id = t.config_id
        WHERE t.sweep_id = $1 ORDER BY t.number
        """,
        sweep.Id);

    /// <summary>Removes a sweep with all that hangs on it.</summary>
    public bool Remove(string name)
    {
        var sweep = Find(name);
        var checkpoints = CheckpointTables();
        const string ofTrials = "WHERE trial_id IN (SELECT id FROM trial WHERE sweep_id = $1)";
        session.Run(
        [
            // Says to the triggers that all of it goes.
            new SqlCall("UPDATE sweep SET coordinator = -1 WHERE id = $1", sweep.Id),
            new SqlCall($"DELETE FROM report {ofTrials}", sweep.Id), new SqlCall($"DELETE FROM attempt {ofTrials}", sweep.Id),
            new SqlCall("DELETE FROM event WHERE sweep_id = $1", sweep.Id),
            new SqlCall("DELETE FROM decision WHERE sweep_id = $1", sweep.Id),
            new SqlCall("DELETE FROM trial WHERE sweep_id = $1", sweep.Id), new SqlCall("DELETE FROM config WHERE sweep_id = $1", sweep.Id),
            new SqlCall("DELETE FROM sweep WHERE id = $1", sweep.Id),
            .. checkpoints.Select(table => new SqlCall($"DELETE FROM {table} WHERE sweep = $1", name)),
        ]);
        return true;
    }

    /// <summary>Gives a sweep another name, and fences whoever coordinated it under the old one.</summary>
    public bool Rename(string name, string other, string yaml)
    {
        var sweep = Find(name);
        if (Read(row => row.GetInt64(0), "SELECT id FROM sweep WHERE name = $1", other).Count > 0)
            throw new LedgerException($"ledger '{address.Display}' holds a sweep '{other}' already: choose another name", true);
        var checkpoints = CheckpointTables();
        session.Run(
        [
            new SqlCall("UPDATE sweep SET name = $2, yaml = $3, coordinator = coordinator + 1 WHERE id = $1", sweep.Id, other, yaml),
            .. checkpoints.Select(table => new SqlCall($"UPDATE {table} SET sweep = $2 WHERE sweep = $1", name, other)),
        ]);
        return true;
    }

    /// <summary>Checkpoints are kept in a file only where nodes of a cluster share it. Only files are edited: SQLite's catalog is asked.
    /// </summary>
    private List<string> CheckpointTables() =>
        Read(row => row.GetString(0), "SELECT name FROM sqlite_schema WHERE name IN ('checkpoint', 'checkpoint_part')");

    private SqlCall Entry(long sweep, LedgerChange change) =>
        change is EventNoted noted ? Entry(sweep, noted.Event) : Entry(sweep, ((DecisionMade)change).Decision);

    private static SqlCall Entry(long sweep, SweepEvent happened) => new(
        "INSERT INTO event (sweep_id, number, kind, trial, epoch, value, status, others) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        sweep, happened.Number, happened.Kind.SnakeCase(), happened.Trial, happened.Epoch, happened.Value, happened.Status?.SnakeCase(),
        happened.Others);

    private SqlCall Entry(long sweep, Decision decision) => new(
        """
        INSERT INTO decision (sweep_id, number, seen, kind, trial, parent, parent_epoch, reason, evidence, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        sweep, decision.Number, decision.Seen, decision.Kind.SnakeCase(), decision.Trial, decision.Parent, decision.ParentEpoch,
        decision.Reason, decision.Evidence, at);
}
