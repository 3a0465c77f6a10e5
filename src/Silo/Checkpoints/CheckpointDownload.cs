using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Silo.Checkpoints;

/// <summary>Downloads a trial's checkpoints from the storage to this node, both or none, when they are further than what is here.</summary>
internal sealed partial class CheckpointDownload(TrialOrder order, CheckpointFolder folder, ICheckpointStorage storage, ILogger log)
{
    /// <summary>How often a checkpoint may be replaced while it is read.</summary>
    private const int MaxTries = 5;

    private readonly CheckpointKey last = new(order.Trial.Sweep, order.Trial.Trial, CheckpointKind.Last);
    private StoredCheckpoint? unreadable;

    /// <returns>True when the files here are those of the storage now.</returns>
    public async Task<bool> Run(CancellationToken cancel)
    {
        var here = Here();
        // A first attempt has nothing to go on from: what is here is of another ledger's sweep of that name.
        if (order.Trial.Attempt == 1) return false;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await storage.Find(last, cancel) is not { } stored) return false;
            if (here is not null && (here.Epoch, here.Batch).CompareTo((stored.Epoch, stored.Batch)) >= 0) return false;
            var before = unreadable;
            if (await Download(stored, cancel) is { } isDownloaded) return isDownloaded;
            // The same again: it is not replaced but damaged.
            if (unreadable == before) break;
        }

        LogUnreadable(order.Trial, last);
        return false;
    }

    /// <returns>True when it is here, false when it is of no use; null when a late upload replaced it while it was read.</returns>
    private async Task<bool?> Download(StoredCheckpoint stored, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.LastPath)!);
        using var newLast = new PartialFile(folder.LastPath);
        using var newBest = new PartialFile(folder.BestPath);
        if (!await Load(stored, newLast, cancel)) return null;
        var best = await storage.Find(last with { Kind = CheckpointKind.Best }, cancel);
        if (best is not null && !await Load(best, newBest, cancel)) return null;
        if (!IsUsable(CheckpointHeader.Of(newLast.Path), best is null ? null : CheckpointHeader.Of(newBest.Path)))
        {
            LogUnusable(order.Trial, last);
            await storage.Delete(last, cancel);
            return false;
        }

        cancel.ThrowIfCancellationRequested();
        // In the order in which the worker writes them: the last one never lacks its best.
        if (best is not null) newBest.Keep();
        newLast.Keep();
        LogDownloaded(order.Trial, stored.Epoch, stored.Attempt);
        return true;
    }

    /// <summary>What is here and belongs to the trial; the rest goes.</summary>
    private TrialCheckpoint? Here()
    {
        var isFirst = order.Trial.Attempt == 1;
        if (isFirst) folder.ForgetKept();
        var here = isFirst ? null : CheckpointHeader.Of(folder.LastPath);
        if (here is not null && Belongs(here)) return here;
        if (File.Exists(folder.LastPath)) File.Delete(folder.LastPath);
        if (File.Exists(folder.BestPath)) File.Delete(folder.BestPath);
        return null;
    }

    private bool IsUsable(TrialCheckpoint? fetched, TrialCheckpoint? best)
    {
        if (fetched is null || !Belongs(fetched)) return false;
        // Without the best epoch so far the trial could not be completed from here.
        return BestEpoch.Of(fetched.Reports, order.Metric, order.Maximize, order.Summary) is not { } report
            || (best is not null && Belongs(best) && best.Epoch > report.Epoch);
    }

    private bool Belongs(TrialCheckpoint header) =>
        CheckpointHeader.BelongsTo(header, order.Experiment, order.Plan.Config.Json, order.Plan.Seed, order.Plan.Corpus?.Sha256);

    private async Task<bool> Load(StoredCheckpoint stored, PartialFile into, CancellationToken cancel)
    {
        if (await into.Load(storage, stored, cancel)) return true;
        unreadable = stored;
        return false;
    }

    [LoggerMessage(LogLevel.Information, "{Trial}: goes on with epoch {Epoch}, from the checkpoint of attempt {Attempt} on another node")]
    private partial void LogDownloaded(TrialRef trial, int epoch, int attempt);

    [LoggerMessage(LogLevel.Warning, "{Trial}: the {Key} in the storage is damaged or of something else and was removed; the trial " +
        "begins from what is here, or from its start")]
    private partial void LogUnusable(TrialRef trial, CheckpointKey key);

    [LoggerMessage(LogLevel.Warning, "{Trial}: the {Key} in the storage could not be read whole; the trial begins from what is here, or " +
        "from its start")]
    private partial void LogUnreadable(TrialRef trial, CheckpointKey key);
}
