using Sweep.Ledger.Checkpoints;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Checkpoints;

/// <summary>Counts the bytes that go to and come from a storage.</summary>
internal sealed class MeteredCheckpointStorage(ICheckpointStorage storage, NodeMetrics metrics) : ICheckpointStorage
{
    public async Task<bool> Save(StoredCheckpoint checkpoint, Stream content, bool onlyFurther, CancellationToken cancel)
    {
        var isTaken = await storage.Save(checkpoint, content, onlyFurther, cancel);
        if (isTaken) metrics.CheckpointSaved(checkpoint.Bytes);
        return isTaken;
    }

    public Task<StoredCheckpoint?> Find(CheckpointKey key, CancellationToken cancel) => storage.Find(key, cancel);

    public async Task<bool> Load(StoredCheckpoint found, Stream into, CancellationToken cancel)
    {
        var isWhole = await storage.Load(found, into, cancel);
        if (isWhole) metrics.CheckpointLoaded(found.Bytes);
        return isWhole;
    }

    public Task Delete(CheckpointKey key, CancellationToken cancel) => storage.Delete(key, cancel);

    public Task DeleteKept(string sweep, CancellationToken cancel) => storage.DeleteKept(sweep, cancel);

    public ValueTask DisposeAsync() => storage.DisposeAsync();
}
