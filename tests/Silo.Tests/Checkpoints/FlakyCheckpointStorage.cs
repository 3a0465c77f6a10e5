using Sweep.Ledger;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Silo.Tests.Checkpoints;

/// <summary>A storage whose database can be down, and that counts what it is asked.</summary>
internal sealed class FlakyCheckpointStorage(ICheckpointStorage storage) : ICheckpointStorage
{
    private int loads;
    private int saves;

    public bool IsDown { get; set; }

    /// <summary>Saves wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Happens once, between finding a checkpoint and loading it.</summary>
    public Func<Task>? BeforeLoad { get; set; }

    public int Loads => loads;

    /// <summary>Saves that were begun.</summary>
    public int Saves => Volatile.Read(ref saves);

    public async Task<bool> Save(StoredCheckpoint checkpoint, Stream content, bool onlyFurther, CancellationToken cancel)
    {
        Interlocked.Increment(ref saves);
        await Gate.WaitAsync(cancel);
        return await Up().Save(checkpoint, content, onlyFurther, cancel);
    }

    public Task<StoredCheckpoint?> Find(CheckpointKey key, CancellationToken cancel) => Up().Find(key, cancel);

    public async Task<bool> Load(StoredCheckpoint found, Stream into, CancellationToken cancel)
    {
        Interlocked.Increment(ref loads);
        if (BeforeLoad is { } happens)
        {
            BeforeLoad = null;
            await happens();
        }

        return await Up().Load(found, into, cancel);
    }

    public Task Delete(CheckpointKey key, CancellationToken cancel) => Up().Delete(key, cancel);

    public Task DeleteKept(string sweep, CancellationToken cancel) => Up().DeleteKept(sweep, cancel);

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    private ICheckpointStorage Up() => IsDown ? throw new LedgerException("the database is down") : storage;
}
