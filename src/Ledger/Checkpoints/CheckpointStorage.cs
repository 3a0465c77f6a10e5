namespace Sweep.Ledger.Checkpoints;

/// <summary>Opens the storage in the database of a ledger.</summary>
public static class CheckpointStorage
{
    /// <summary>Opens it without a look at the database; its tables are made by the first <see cref="ICheckpointStorage.Save"/>.</summary>
    /// <param name="ledger">An existing ledger.</param>
    /// <param name="clock">Tells what a node that died in the middle of a save left behind.</param>
    public static ICheckpointStorage Open(LedgerAddress ledger, TimeProvider clock) => ledger switch
    {
        SqliteAddress sqlite => new DatabaseCheckpointStorage(new SqliteCheckpointDatabase(sqlite.Path), clock),
        PostgresAddress postgres => new DatabaseCheckpointStorage(new PostgresCheckpointDatabase(postgres), clock),
        _ => throw new LedgerException($"no checkpoints can be kept at {ledger.Display}", true),
    };
}
