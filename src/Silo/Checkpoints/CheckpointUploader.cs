using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger.Checkpoints;
using Sweep.Silo.Configuration;

namespace Sweep.Silo.Checkpoints;

/// <summary>Carries the checkpoints of one attempt from this node to the storage: one at a time, the newest, and none twice.</summary>
internal sealed partial class CheckpointUploader(
    TrialRef trial, CheckpointFolder folder, bool keeps, ICheckpointStorage storage, TransferSettings settings, TimeProvider clock,
    ILogger log)
{
    private static readonly CheckpointKind[] Kinds = [CheckpointKind.Last, CheckpointKind.Best];

    private readonly KeptUploader? kept = keeps ? new(trial, folder, storage) : null;
    private readonly Lock gate = new();
    private readonly Dictionary<CheckpointKind, Uploaded> uploaded = [];
    private long lastUpload = clock.GetTimestamp();
    private int isUnderway;
    private Task<bool> latest = Task.FromResult(true);

    private sealed record Uploaded(FileStamp Stamp, string? Sha256);

    /// <summary>True when there is a checkpoint here at all.</summary>
    public bool HasFiles => Kinds.Any(kind => Look(kind) is not null) || kept is { HasNews: true };

    /// <summary>The worker may have saved: uploads in the background when the last upload is long enough ago.</summary>
    public void UploadIfDue(CancellationToken cancel)
    {
        // Another trial may be about to begin with what is kept.
        var isDue = kept is { HasNews: true } || (clock.GetElapsedTime(lastUpload) >= settings.Interval && HasNews);
        if (!isDue || Interlocked.Exchange(ref isUnderway, 1) == 1) return;
        lastUpload = clock.GetTimestamp();
        _ = Task.Run(async () =>
        {
            await Upload(UploadPlan.Underway, cancel);
            Volatile.Write(ref isUnderway, 0);
        }, CancellationToken.None);
    }

    /// <summary>Uploads what is new, after the upload that may be under way.</summary>
    /// <returns>False when it failed and is to be tried again; never throws.</returns>
    public Task<bool> Upload(UploadPlan plan, CancellationToken cancel)
    {
        lock (gate) return latest = UploadAfter(latest, plan, cancel);
    }

    /// <summary>What is here now came from the storage.</summary>
    public async Task MarkUploaded(CancellationToken cancel)
    {
        foreach (var kind in Kinds)
        {
            await using var file = OpenCheckpoint.Of(kind, Path(kind));
            if (file is not null) Remember(kind, new Uploaded(file.Stamp, await file.Hash(cancel)));
        }
    }

    private bool HasNews => Kinds.Any(kind => Look(kind) is { } stamp && Recall(kind)?.Stamp != stamp);

    private async Task<bool> UploadAfter(Task former, UploadPlan plan, CancellationToken cancel)
    {
        await Task.Yield();
        await former;
        try
        {
            foreach (var (path, bytes) in kept is null ? [] : await kept.Upload(settings.SizeLimit, cancel))
                LogTooLargeToBeginWith(trial, path, bytes, settings.SizeLimit);
            await UploadFiles(plan, cancel);
            return true;
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException) LogNotSaved(trial, e.Message);
            return false;
        }
    }

    /// <summary>All files are opened before the first is uploaded, in the reverse of the order in which a worker writes them. However long
    /// an upload takes, what is stored as the last one never lacks its best: the best one is of the same moment, or newer.</summary>
    private async Task UploadFiles(UploadPlan plan, CancellationToken cancel)
    {
        var files = new List<OpenCheckpoint>();
        try
        {
            foreach (var kind in plan.Kinds.Reverse())
                if (OpenCheckpoint.Of(kind, Path(kind)) is { } file) files.Insert(0, file);
            foreach (var file in files) await Upload(file, plan.OnlyFurther, cancel);
        }
        finally
        {
            foreach (var file in files) await file.DisposeAsync();
        }
    }

    private async Task Upload(OpenCheckpoint file, bool onlyFurther, CancellationToken cancel)
    {
        var hash = Recall(file.Kind)?.Sha256;
        if (file.Stamp.Length > settings.SizeLimit)
        {
            if (Recall(file.Kind) is null) LogTooLarge(trial, file.Path, file.Stamp.Length, settings.SizeLimit);
        }
        else if (file.Header() is { } header)
        {
            hash = await Save(file, header, hash, onlyFurther, cancel);
        }

        Remember(file.Kind, new Uploaded(file.Stamp, hash));
    }

    /// <summary>Saves the file, unless it has the hash of what was saved last; returns its hash.</summary>
    private async Task<string> Save(OpenCheckpoint file, TrialCheckpoint header, string? former, bool onlyFurther, CancellationToken cancel)
    {
        var hash = await file.Hash(cancel);
        if (onlyFurther && hash == former) return hash;
        var checkpoint = file.As(new CheckpointKey(trial.Sweep, trial.Trial, file.Kind), trial.Attempt, header, hash);
        if (!await storage.Save(checkpoint, file.FromStart(), onlyFurther, cancel)) LogRefused(trial, checkpoint.Key);
        return hash;
    }

    private Uploaded? Recall(CheckpointKind kind)
    {
        lock (gate) return uploaded.GetValueOrDefault(kind);
    }

    private void Remember(CheckpointKind kind, Uploaded what)
    {
        lock (gate) uploaded[kind] = what;
    }

    private FileStamp? Look(CheckpointKind kind) => FileStamp.Of(Path(kind));

    private string Path(CheckpointKind kind) => kind == CheckpointKind.Last ? folder.LastPath : folder.BestPath;

    [LoggerMessage(LogLevel.Warning, "{Trial}: its checkpoint could not be uploaded and is tried again later: {Error}")]
    private partial void LogNotSaved(TrialRef trial, string error);

    [LoggerMessage(LogLevel.Warning, "{Trial}: {Path} has {Bytes} bytes, more than the {Limit} that are moved between nodes; it stays " +
        "here, and another node would begin from an older one")]
    private partial void LogTooLarge(TrialRef trial, string path, long bytes, long limit);

    [LoggerMessage(LogLevel.Warning, "{Trial}: {Path} has {Bytes} bytes, more than the {Limit} that are moved between nodes; a trial " +
        "that is to begin with it on another node fails. Raise the limit, or give all nodes one checkpoint folder")]
    private partial void LogTooLargeToBeginWith(TrialRef trial, string path, long bytes, long limit);

    [LoggerMessage(LogLevel.Information, "{Trial}: the {Key} in the storage is of a newer attempt or further; this one stays here")]
    private partial void LogRefused(TrialRef trial, CheckpointKey key);
}
