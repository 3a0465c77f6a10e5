using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Ledger.Checkpoints;
using Sweep.Silo.Configuration;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Checkpoints;

/// <summary>Each node has a disk of its own: checkpoints go through the ledger's database.</summary>
public sealed partial class LedgerCheckpointStore : ICheckpointStore, IAsyncDisposable
{
    private readonly ICheckpointStorage storage;
    private readonly SweepFolders folders;
    private readonly TransferSettings settings;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly ITimer retry;
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationToken end;
    private readonly ConcurrentDictionary<TrialRef, CheckpointUploader> uploaders = new();
    private readonly ConcurrentDictionary<(string Sweep, int Trial), (CheckpointUploader Uploader, UploadPlan Plan)> pending = new();

    /// <param name="storage">Disposed of with the store.</param>
    /// <param name="metrics">Counts bytes; null = nobody.</param>
    public LedgerCheckpointStore(ICheckpointStorage storage, SweepFolders folders, TransferSettings settings, TimeProvider clock,
        ILogger<LedgerCheckpointStore> log, NodeMetrics? metrics = null)
    {
        (this.storage, this.folders, this.settings, this.clock, this.log) =
            (metrics is null ? storage : new MeteredCheckpointStorage(storage, metrics), folders, settings, clock, log);
        end = ending.Token;
        retry = clock.CreateTimer(_ => _ = Task.Run(Retry), null, settings.RetryPeriod, settings.RetryPeriod);
    }

    public Task Download(TrialOrder order, CancellationToken cancel = default)
    {
        var folder = new CheckpointFolder(folders.Of(order.Trial.Sweep, order.Trial.Trial));
        var uploader = uploaders[order.Trial] = new CheckpointUploader(
            order.Trial, folder, order.KeepEvery > 0, storage, settings, clock, log);
        pending.TryRemove((order.Trial.Sweep, order.Trial.Trial), out _);
        return Task.Run(() => TryDownload(order, folder, uploader, cancel), CancellationToken.None);
    }

    public void UploadIfDue(TrialRef trial)
    {
        if (uploaders.TryGetValue(trial, out var uploader)) uploader.UploadIfDue(end);
    }

    public Task UploadAtEnd(TrialRef trial, AttemptOutcome outcome)
    {
        if (!uploaders.TryRemove(trial, out var uploader)) return Task.CompletedTask;
        var plan = UploadPlan.For(outcome);
        if (!uploader.HasFiles)
        {
            if (plan.DropsLast) folders.ForgetLast(trial.Sweep, trial.Trial);
            return Task.CompletedTask;
        }

        return Task.Run(() => UploadAtEnd(trial, uploader, plan));
    }

    public void ForgetLast(string sweep, int trial)
    {
        folders.ForgetLast(sweep, trial);
        _ = Task.Run(async () =>
        {
            try
            {
                await storage.Delete(new CheckpointKey(sweep, trial, CheckpointKind.Last), end);
            }
            catch (Exception e)
            {
                LogNotDeleted(sweep, trial, e.Message);
            }
        });
    }

    public async Task ForgetKept(string sweep)
    {
        folders.ForgetKept(sweep);
        try
        {
            await storage.DeleteKept(sweep, end);
        }
        catch (Exception e)
        {
            LogKeptNotDeleted(sweep, e.Message);
        }
    }

    /// <summary>Stops moving; what is not uploaded stays on this node.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await retry.DisposeAsync();
        await storage.DisposeAsync();
        ending.Dispose();
    }

    private async Task TryDownload(TrialOrder order, CheckpointFolder folder, CheckpointUploader uploader, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(settings.DownloadLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel, end);
        try
        {
            if (await new CheckpointDownload(order, folder, storage, log).Run(either.Token)) await uploader.MarkUploaded(either.Token);
            else if (order.Plan.Parent is not null && !File.Exists(folder.LastPath))
                await new ParentDownload(order, folders, storage, clock).Run(either.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotDownloaded(order.Trial, e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            LogNotDownloaded(order.Trial, $"it did not come within {settings.DownloadLimit.TotalSeconds:0} s");
        }
        catch (OperationCanceledException)
        {
            // The attempt was stopped before it began.
        }
    }

    private async Task UploadAtEnd(TrialRef trial, CheckpointUploader uploader, UploadPlan plan)
    {
        var isDone = false;
        try
        {
            isDone = await uploader.Upload(plan, end).WaitAsync(settings.UploadLimit, clock);
        }
        catch (TimeoutException)
        {
            LogLate(trial, settings.UploadLimit.TotalSeconds);
        }

        if (!isDone && !end.IsCancellationRequested) pending[(trial.Sweep, trial.Trial)] = (uploader, plan);
        if (plan.DropsLast) folders.ForgetLast(trial.Sweep, trial.Trial);
    }

    private async Task Retry()
    {
        foreach (var (trial, upload) in pending)
        {
            // One that fails for a reason of its own does not hold up the others.
            if (await upload.Uploader.Upload(upload.Plan, end)) pending.TryRemove(new(trial, upload));
            else if (end.IsCancellationRequested) return;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Trial}: no checkpoint could be downloaded, it begins from what is here, or from its start: {Error}")]
    private partial void LogNotDownloaded(TrialRef trial, string error);

    [LoggerMessage(LogLevel.Warning, "{Trial}: its checkpoint is not uploaded after {Seconds} s; its end is told, and the rest follows")]
    private partial void LogLate(TrialRef trial, double seconds);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: the checkpoints that trials begin with could not be removed from the database: {Error}")]
    private partial void LogKeptNotDeleted(string sweep, string error);

    [LoggerMessage(LogLevel.Warning, "{Sweep}/{Trial}: its last checkpoint could not be removed from the database: {Error}")]
    private partial void LogNotDeleted(string sweep, int trial, string error);
}
