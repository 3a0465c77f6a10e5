using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger.Vault;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Silo.Configuration;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Checkpoints;

/// <summary>Each node has a disk of its own: checkpoints go through the ledger's database.</summary>
public sealed partial class LedgerCheckpointStore : ICheckpointStore, IAsyncDisposable
{
    private readonly ICheckpointVault vault;
    private readonly SweepFolders folders;
    private readonly TransferSettings settings;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly ITimer retry;
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationToken end;
    private readonly ConcurrentDictionary<TrialRef, CheckpointCourier> couriers = new();
    private readonly ConcurrentDictionary<(string Sweep, int Trial), (CheckpointCourier Courier, HandOverPlan Plan)> owed = new();

    /// <param name="vault">Where checkpoints are kept; disposed of with the store.</param>
    /// <param name="folders">Where this node has them.</param>
    /// <param name="settings">Limits.</param>
    /// <param name="clock">Paces uploads.</param>
    /// <param name="log">The node's log.</param>
    /// <param name="metrics">Counts bytes; null = nobody.</param>
    public LedgerCheckpointStore(ICheckpointVault vault, SweepFolders folders, TransferSettings settings, TimeProvider clock, ILogger<LedgerCheckpointStore> log, NodeMetrics? metrics = null)
    {
        (this.vault, this.folders, this.settings, this.clock, this.log) = (metrics is null ? vault : new MeteredVault(vault, metrics), folders, settings, clock, log);
        end = ending.Token;
        retry = clock.CreateTimer(_ => _ = Task.Run(Retry), null, settings.RetryPeriod, settings.RetryPeriod);
    }

    public Task Bring(TrialOrder order, CancellationToken cancel = default)
    {
        var folder = new CheckpointFolder(folders.Of(order.Trial.Sweep, order.Trial.Trial));
        var courier = couriers[order.Trial] = new CheckpointCourier(order.Trial, folder, vault, settings, clock, log);
        owed.TryRemove((order.Trial.Sweep, order.Trial.Trial), out _);
        return Task.Run(() => Fetch(order, folder, courier, cancel), CancellationToken.None);
    }

    public void Notice(TrialRef trial)
    {
        if (couriers.TryGetValue(trial, out var courier)) courier.Notice(end);
    }

    public Task HandOver(TrialRef trial, AttemptOutcome outcome)
    {
        if (!couriers.TryRemove(trial, out var courier)) return Task.CompletedTask;
        var plan = HandOverPlan.For(outcome);
        if (!courier.HasFiles)
        {
            if (plan.DropsLast) folders.ForgetLast(trial.Sweep, trial.Trial);
            return Task.CompletedTask;
        }

        return Task.Run(() => HandOver(trial, courier, plan));
    }

    public void ForgetLast(string sweep, int trial)
    {
        folders.ForgetLast(sweep, trial);
        _ = Task.Run(async () =>
        {
            try
            {
                await vault.Delete(new CheckpointKey(sweep, trial, CheckpointKind.Last), end);
            }
            catch (Exception e)
            {
                LogNotDeleted(sweep, trial, e.Message);
            }
        });
    }

    /// <summary>Stops moving; what is still owed stays on this node.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await retry.DisposeAsync();
        await vault.DisposeAsync();
        ending.Dispose();
    }

    private async Task Fetch(TrialOrder order, CheckpointFolder folder, CheckpointCourier courier, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(settings.BringLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel, end);
        try
        {
            if (await new CheckpointFetch(order, folder, vault, log).Run(either.Token)) await courier.Know(either.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotBrought(order.Trial, e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            LogNotBrought(order.Trial, $"it did not come within {settings.BringLimit.TotalSeconds:0} s");
        }
        catch (OperationCanceledException)
        {
            // The attempt was stopped before it began.
        }
    }

    private async Task HandOver(TrialRef trial, CheckpointCourier courier, HandOverPlan plan)
    {
        var isDone = false;
        try
        {
            isDone = await courier.Send(plan, end).WaitAsync(settings.HandOverLimit, clock);
        }
        catch (TimeoutException)
        {
            LogLate(trial, settings.HandOverLimit.TotalSeconds);
        }

        if (!isDone && !end.IsCancellationRequested) owed[(trial.Sweep, trial.Trial)] = (courier, plan);
        if (plan.DropsLast) folders.ForgetLast(trial.Sweep, trial.Trial);
    }

    private async Task Retry()
    {
        foreach (var (trial, debt) in owed)
        {
            // One that fails for a reason of its own does not hold up the others.
            if (await debt.Courier.Send(debt.Plan, end)) owed.TryRemove(new(trial, debt));
            else if (end.IsCancellationRequested) return;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trial}: no checkpoint could be fetched, it begins from what is here, or from its start: {Error}")]
    private partial void LogNotBrought(TrialRef trial, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Trial}: its checkpoint is not handed over after {Seconds} s; its end is told, and the rest follows")]
    private partial void LogLate(TrialRef trial, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep}/{Trial}: its last checkpoint could not be removed from the database: {Error}")]
    private partial void LogNotDeleted(string sweep, int trial, string error);
}
