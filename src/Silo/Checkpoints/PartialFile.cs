using Sweep.Ledger.Checkpoints;

namespace Sweep.Silo.Checkpoints;

/// <summary>A checkpoint on its way from the storage, beside the place that it is for; disposing removes what is left.</summary>
internal sealed class PartialFile(string path) : IDisposable
{
    /// <summary>Where it is until then; a worker removes what ends so.</summary>
    public string Path { get; } = $"{path}.{Guid.NewGuid():N}.part";

    /// <summary>Writes it, down to the disk.</summary>
    /// <returns>False when it has been replaced or deleted meanwhile, or is damaged.</returns>
    public async Task<bool> Load(ICheckpointStorage storage, StoredCheckpoint stored, CancellationToken cancel)
    {
        await using var file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write);
        if (!await storage.Load(stored, file, cancel)) return false;
        file.Flush(flushToDisk: true);
        return true;
    }

    /// <summary>Puts it in its place.</summary>
    public void Keep() => File.Move(Path, path, overwrite: true);

    public void Dispose() => File.Delete(Path);
}
