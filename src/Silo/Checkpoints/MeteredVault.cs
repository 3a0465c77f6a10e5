using Sweep.Ledger.Vault;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Checkpoints;

/// <summary>Counts the bytes that go to and come from a vault.</summary>
internal sealed class MeteredVault(ICheckpointVault vault, NodeMetrics metrics) : ICheckpointVault
{
    public async Task<bool> Save(StoredCheckpoint checkpoint, Stream content, bool onlyFurther, CancellationToken cancel)
    {
        var isTaken = await vault.Save(checkpoint, content, onlyFurther, cancel);
        if (isTaken) metrics.CheckpointSaved(checkpoint.Bytes);
        return isTaken;
    }

    public Task<StoredCheckpoint?> Find(CheckpointKey key, CancellationToken cancel) => vault.Find(key, cancel);

    public async Task<bool> Load(StoredCheckpoint found, Stream into, CancellationToken cancel)
    {
        var isWhole = await vault.Load(found, into, cancel);
        if (isWhole) metrics.CheckpointLoaded(found.Bytes);
        return isWhole;
    }

    public Task Delete(CheckpointKey key, CancellationToken cancel) => vault.Delete(key, cancel);

    public ValueTask DisposeAsync() => vault.DisposeAsync();
}
