using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Silo.Checkpoints;

/// <summary>Downloads the checkpoint of another trial that this one begins with.</summary>
internal sealed class ParentDownload(TrialOrder order, SweepFolders folders, ICheckpointStorage storage, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until it is in the storage: the node of the other trial may still be uploading it.</summary>
    public async Task Run(CancellationToken cancel)
    {
        var (parent, epoch) = (order.Plan.Parent!.Value, order.Plan.ParentEpoch);
        var key = new CheckpointKey(order.Trial.Sweep, parent, CheckpointKind.Kept, epoch);
        var path = new CheckpointFolder(folders.Of(order.Trial.Sweep, parent)).KeptPath(epoch);
        while (await storage.Find(key, cancel) is not { } stored || !await Download(stored, path, cancel))
            await Task.Delay(BetweenLooks, clock, cancel);
    }

    private async Task<bool> Download(StoredCheckpoint stored, string path, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var partial = new PartialFile(path);
        if (!await partial.Load(storage, stored, cancel)) return false;
        partial.Keep();
        return true;
    }
}
