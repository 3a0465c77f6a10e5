namespace Sweep.Ledger.Storage;

/// <content>What people do to whole sweeps. Only files of this machine are edited, so the catalog asked is that of SQLite.</content>
internal sealed partial class LedgerWrites
{
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

    /// <summary>Checkpoints are kept in a file only where nodes of a cluster share it.</summary>
    private List<string> CheckpointTables() =>
        Read(row => row.GetString(0), "SELECT name FROM sqlite_schema WHERE name IN ('checkpoint', 'checkpoint_part')");
}
