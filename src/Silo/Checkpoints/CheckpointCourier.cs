using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger.Vault;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Silo.Configuration;

namespace Sweep.Silo.Checkpoints;

/// <summary>Carries the checkpoints of one attempt from this node to the vault: one at a time, the newest, and none twice.</summary>
internal sealed partial class CheckpointCourier(
    TrialRef trial, CheckpointFolder folder, ICheckpointVault vault, TransferSettings settings, TimeProvider clock, ILogger log)
{
    private readonly Lock gate = new();
    private readonly Dictionary<CheckpointKind, Sent> sent = [];
    private long lastSend = clock.GetTimestamp();
    private int isUnderway;
    private Task<bool> latest = Task.FromResult(true);

    private sealed record Sent(FileStamp Stamp, string? Sha256);

    /// <summary>True when there is a checkpoint here at all.</summary>
    public bool HasFiles => Look(CheckpointKind.Last) is not null || Look(CheckpointKind.Best) is not null;

    /// <summary>The worker may have saved: uploads in the background when the last upload is long enough ago.</summary>
    public void Notice(CancellationToken cancel)
    {
        if (clock.GetElapsedTime(lastSend) < settings.Interval || !HasNews || Interlocked.Exchange(ref isUnderway, 1) == 1) return;
        lastSend = clock.GetTimestamp();
        _ = Task.Run(async () =>
        {
            await Send(HandOverPlan.Underway, cancel);
            Volatile.Write(ref isUnderway, 0);
        }, CancellationToken.None);
    }

    /// <summary>Uploads what is new, after the upload that may be under way.</summary>
    /// <returns>False when it failed and is to be tried again; never throws.</returns>
    public Task<bool> Send(HandOverPlan plan, CancellationToken cancel)
    {
        lock (gate) return latest = SendAfter(latest, plan, cancel);
    }

    /// <summary>What is here now came from the vault.</summary>
    public async Task Know(CancellationToken cancel)
    {
        foreach (var kind in Enum.GetValues<CheckpointKind>())
        {
            await using var file = OpenCheckpoint.Of(kind, Path(kind));
            if (file is not null) Remember(kind, new Sent(file.Stamp, await file.Hash(cancel)));
        }
    }

    private bool HasNews => Enum.GetValues<CheckpointKind>().Any(kind => Look(kind) is { } stamp && Recall(kind)?.Stamp != stamp);

    private async Task<bool> SendAfter(Task former, HandOverPlan plan, CancellationToken cancel)
    {
        await Task.Yield();
        await former;
        try
        {
            await SendFiles(plan, cancel);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotSaved(trial, e.Message);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// All files are opened before the first is sent, in the reverse of the order in which a worker writes them. However long an upload takes, what is stored
    /// as the last one never lacks its best: the best one is of the same moment, or newer.
    /// </summary>
    private async Task SendFiles(HandOverPlan plan, CancellationToken cancel)
    {
        var files = new List<OpenCheckpoint>();
        try
        {
            foreach (var kind in plan.Kinds.Reverse())
            {
                if (OpenCheckpoint.Of(kind, Path(kind)) is { } file) files.Insert(0, file);
            }

            foreach (var file in files) await Send(file, plan.OnlyFurther, cancel);
        }
        finally
        {
            foreach (var file in files) await file.DisposeAsync();
        }
    }

    private async Task Send(OpenCheckpoint file, bool onlyFurther, CancellationToken cancel)
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

        Remember(file.Kind, new Sent(file.Stamp, hash));
    }

    /// <summary>Saves the file, unless it has the hash of what was saved last.</summary>
    /// <returns>Its hash.</returns>
    private async Task<string> Save(OpenCheckpoint file, TrialCheckpoint header, string? former, bool onlyFurther, CancellationToken cancel)
    {
        var hash = await file.Hash(cancel);
        if (onlyFurther && hash == former) return hash;
        var checkpoint = new StoredCheckpoint
        {
            Key = new CheckpointKey(trial.Sweep, trial.Trial, file.Kind),
            Attempt = trial.Attempt,
            Epoch = header.Epoch,
            Batch = header.Batch,
            Sha256 = hash,
            Bytes = file.Stamp.Length,
        };
        if (!await vault.Save(checkpoint, file.FromStart(), onlyFurther, cancel)) LogRefused(trial, checkpoint.Key);
        return hash;
    }

    private Sent? Recall(CheckpointKind kind)
    {
        lock (gate) return sent.GetValueOrDefault(kind);
    }

    private void Remember(CheckpointKind kind, Sent what)
    {
        lock (gate) sent[kind] = what;
    }

    private FileStamp? Look(CheckpointKind kind) => FileStamp.Of(Path(kind));

    private string Path(CheckpointKind kind) => kind == CheckpointKind.Last ? folder.LastPath : folder.BestPath;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trial}: its checkpoint could not be handed over and is tried again later: {Error}")]
    private partial void LogNotSaved(TrialRef trial, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trial}: {Path} has {Bytes} bytes, more than the {Limit} that are moved between nodes; it stays here, and another node would begin from an older one")]
    private partial void LogTooLarge(TrialRef trial, string path, long bytes, long limit);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Trial}: the {Key} in the vault is of a newer attempt or further; this one stays here")]
    private partial void LogRefused(TrialRef trial, CheckpointKey key);
}
