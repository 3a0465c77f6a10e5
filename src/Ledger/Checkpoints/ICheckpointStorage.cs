namespace Sweep.Ledger.Checkpoints;

/// <summary>Keeps checkpoints where every node reaches them: in the ledger's database.</summary>
/// <remarks>
/// <para>Safe for concurrent use by any number of nodes. A checkpoint is there whole or not at all.</para>
/// <para>Every method throws <see cref="LedgerException"/> when the database fails.</para>
/// </remarks>
public interface ICheckpointStorage : IAsyncDisposable
{
    /// <summary>Keeps a checkpoint in place of the one it has.</summary>
    /// <param name="checkpoint">What it is.</param>
    /// <param name="content">The file, read from its beginning; exactly <see cref="StoredCheckpoint.Bytes"/> bytes.</param>
    /// <param name="onlyFurther">True: what is behind the kept one (epoch, then batch) is refused. An older attempt than the kept one's
    /// always is, and what to go on from of a trial that is final.</param>
    /// <param name="cancel">Gives up; nothing is changed then.</param>
    /// <returns>False when it was refused.</returns>
    Task<bool> Save(StoredCheckpoint checkpoint, Stream content, bool onlyFurther, CancellationToken cancel);

    /// <summary>What it has; null when it has none.</summary>
    Task<StoredCheckpoint?> Find(CheckpointKey key, CancellationToken cancel);

    /// <summary>Writes the content of what <see cref="Find"/> found.</summary>
    /// <returns>False when it has been replaced or deleted meanwhile, or is damaged: what was written is then worth nothing.</returns>
    Task<bool> Load(StoredCheckpoint found, Stream into, CancellationToken cancel);

    /// <summary>Removes a checkpoint; nothing happens when there is none.</summary>
    Task Delete(CheckpointKey key, CancellationToken cancel);

    /// <summary>Removes every <see cref="CheckpointKind.Kept"/> checkpoint of a sweep.</summary>
    Task DeleteKept(string sweep, CancellationToken cancel);
}

/// <summary>Opens the storage in the database of a ledger.</summary>
public static class CheckpointStorage
{
    /// <summary>Opens it without a look at the database; its tables are made by the first <see cref="ICheckpointStorage.Save"/>. The clock
    /// tells what a node that died in the middle of a save left behind.</summary>
    public static ICheckpointStorage Open(LedgerAddress ledger, TimeProvider clock) => ledger switch
    {
        SqliteAddress sqlite => new DatabaseCheckpointStorage(new SqliteCheckpointDatabase(sqlite.Path), clock),
        PostgresAddress postgres => new DatabaseCheckpointStorage(new PostgresCheckpointDatabase(postgres), clock),
        _ => throw new LedgerException($"no checkpoints can be kept at {ledger.Display}", true),
    };
}
