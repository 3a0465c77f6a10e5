using Sweep.Experiments.Ledger.Vault;

namespace Sweep.Silo.Operations;

/// <summary>A vault whose accepted bytes are counted. Disposing it disposes the vault.</summary>
public sealed class MeteredVault(ICheckpointVault inner, NodeMetrics metrics) : ICheckpointVault
{
    public async Task<bool> Save(StoredCheckpoint checkpoint, Stream content, bool onlyFurther, CancellationToken cancel)
    {
        var isKept = await inner.Save(checkpoint, content, onlyFurther, cancel).ConfigureAwait(false);
        if (isKept) metrics.CheckpointSaved(checkpoint.Bytes);
        return isKept;
    }

    public Task<StoredCheckpoint?> Find(CheckpointKey key, CancellationToken cancel) => inner.Find(key, cancel);

    public async Task<bool> Load(StoredCheckpoint found, Stream into, CancellationToken cancel)
    {
        var isWhole = await inner.Load(found, into, cancel).ConfigureAwait(false);
        if (isWhole) metrics.CheckpointLoaded(found.Bytes);
        return isWhole;
    }

    public Task Delete(CheckpointKey key, CancellationToken cancel) => inner.Delete(key, cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
