using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger.Vault;
using Sweep.Experiments.Training.Checkpoints;

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

    private readonly record struct Stamp(long Length, DateTime Written);

    private sealed record Sent(Stamp Stamp, string? Sha256);

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
            if (Look(kind) is not { } stamp) continue;
            await using var file = File.OpenRead(Path(kind));
            Remember(kind, new Sent(stamp, await Hash(file, cancel)));
        }
    }

    // A file's time is too coarse to be believed for good, but good enough for now.
    private bool HasNews => Enum.GetValues<CheckpointKind>().Any(kind => Look(kind) is { } stamp && Recall(kind)?.Stamp != stamp);

    private async Task<bool> SendAfter(Task former, HandOverPlan plan, CancellationToken cancel)
    {
        await Task.Yield();
        await former;
        try
        {
            foreach (var kind in plan.Kinds) await Send(kind, plan.OnlyFurther, cancel);
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

    private async Task Send(CheckpointKind kind, bool onlyFurther, CancellationToken cancel)
    {
        if (Look(kind) is not { } stamp) return;
        var hash = Recall(kind)?.Sha256;
        if (stamp.Length > settings.SizeLimit)
        {
            if (Recall(kind) is null) LogTooLarge(trial, Path(kind), stamp.Length, settings.SizeLimit);
        }
        else if (CheckpointHeader.Of(Path(kind)) is { } header)
        {
            hash = await Save(kind, header, hash, onlyFurther, cancel);
        }

        Remember(kind, new Sent(stamp, hash));
    }

    /// <summary>Saves the file, unless it has the hash of what was saved last.</summary>
    /// <returns>Its hash.</returns>
    private async Task<string> Save(CheckpointKind kind, TrialCheckpoint header, string? former, bool onlyFurther, CancellationToken cancel)
    {
        // A rename meanwhile does not matter: what is open is the whole former file, and the newer one goes with the next upload.
        await using var file = File.OpenRead(Path(kind));
        var hash = await Hash(file, cancel);
        if (onlyFurther && hash == former) return hash;
        file.Position = 0;
        var checkpoint = new StoredCheckpoint
        {
            Key = new CheckpointKey(trial.Sweep, trial.Trial, kind),
            Attempt = trial.Attempt,
            Epoch = header.Epoch,
            Batch = header.Batch,
            Sha256 = hash,
            Bytes = file.Length,
        };
        if (!await vault.Save(checkpoint, file, onlyFurther, cancel)) LogRefused(trial, checkpoint.Key);
        return hash;
    }

    private static async Task<string> Hash(FileStream file, CancellationToken cancel) => Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));

    private Sent? Recall(CheckpointKind kind)
    {
        lock (gate) return sent.GetValueOrDefault(kind);
    }

    private void Remember(CheckpointKind kind, Sent what)
    {
        lock (gate) sent[kind] = what;
    }

    private Stamp? Look(CheckpointKind kind) => new FileInfo(Path(kind)) is { Exists: true } file ? new Stamp(file.Length, file.LastWriteTimeUtc) : null;

    private string Path(CheckpointKind kind) => kind == CheckpointKind.Last ? folder.LastPath : folder.BestPath;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trial}: its checkpoint could not be handed over and is tried again later: {Error}")]
    private partial void LogNotSaved(TrialRef trial, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trial}: {Path} has {Bytes} bytes, more than the {Limit} that are moved between nodes; it stays here, and another node would begin from an older one")]
    private partial void LogTooLarge(TrialRef trial, string path, long bytes, long limit);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Trial}: the {Key} in the vault is of a newer attempt or further; this one stays here")]
    private partial void LogRefused(TrialRef trial, CheckpointKey key);
}
