using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Silo.Checkpoints;

/// <summary>Carries what one attempt keeps for other trials to the storage, and removes there what it no longer keeps.</summary>
internal sealed class KeptUploader(TrialRef trial, CheckpointFolder folder, ICheckpointStorage storage)
{
    private readonly HashSet<int> uploaded = [];

    /// <summary>True when there is one that was not uploaded.</summary>
    public bool HasNews
    {
        get { lock (uploaded) return folder.Kept().Any(epoch => !uploaded.Contains(epoch)); }
    }

    /// <summary>Uploads what is new. One call at a time.</summary>
    /// <param name="sizeLimit">A larger one stays here, in bytes.</param>
    /// <returns>Those that are too large, with their length in bytes; each is named once.</returns>
    /// <exception cref="Ledger.LedgerException">The database fails.</exception>
    public async Task<IReadOnlyList<(string Path, long Bytes)>> Upload(long sizeLimit, CancellationToken cancel)
    {
        var kept = folder.Kept();
        var tooLarge = new List<(string, long)>();
        int[] known;
        lock (uploaded) known = [.. uploaded];
        foreach (var epoch in kept.Except(known))
            if (await Upload(epoch, sizeLimit, cancel) is { } bytes) tooLarge.Add((folder.KeptPath(epoch), bytes));
        foreach (var epoch in known.Except(kept))
        {
            await storage.Delete(Key(epoch), cancel);
            lock (uploaded) uploaded.Remove(epoch);
        }

        return tooLarge;
    }

    /// <returns>Its length when it is too large; null when it is not.</returns>
    private async Task<long?> Upload(int epoch, long sizeLimit, CancellationToken cancel)
    {
        await using var file = OpenCheckpoint.Of(CheckpointKind.Kept, folder.KeptPath(epoch));
        var isTooLarge = file?.Stamp.Length > sizeLimit;
        if (file is not null && !isTooLarge && file.Header() is { } header)
        {
            var checkpoint = file.As(Key(epoch), trial.Attempt, header, await file.Hash(cancel));
            await storage.Save(checkpoint, file.FromStart(), onlyFurther: false, cancel);
        }

        lock (uploaded) uploaded.Add(epoch);
        return isTooLarge ? file!.Stamp.Length : null;
    }

    private CheckpointKey Key(int epoch) => new(trial.Sweep, trial.Trial, CheckpointKind.Kept, epoch);
}
