using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>
/// Restarts sweeps that lost their coordinator: asks the ledger which sweeps run and wakes the grain of each.
/// A grain that is awake does nothing. Stops attempts that no coordinator will come for.
/// </summary>
/// <remarks>The broker's grain calls it on a timer. That grain is activated again by the next offer of any node.</remarks>
public sealed partial class SweepReviver(ILedger ledger, IGrainFactory grains, ILogger<SweepReviver> log)
{
    private readonly ConcurrentDictionary<string, Task> waking = new(StringComparer.Ordinal);

    /// <summary>Wakes every running sweep once. Completes when the ledger has answered;
    /// the calls to the sweeps go on in the background.</summary>
    /// <returns>The running sweeps; null when the ledger did not answer.</returns>
    public async Task<IReadOnlySet<string>?> Revive(CancellationToken cancel)
    {
        if (await Running() is not { } running) return null;
        foreach (var sweep in running)
        {
            if (waking.TryGetValue(sweep, out var busy) && !busy.IsCompleted) continue;
            waking[sweep] = Wake(sweep, cancel);
        }

        return running;
    }

    /// <summary>Stops an attempt that nobody comes for. Its node would keep its events, and its slot, for ever.</summary>
    public async Task Stop(BusySlot orphan, CancellationToken cancel)
    {
        try
        {
            await grains.GetGrain<IWorkerGrain>(orphan.Slot.Text)
                .Stop(orphan.Trial, AttemptOutcome.Interrupted, "its sweep is over or goes on without it", cancel);
            LogStopped(orphan.Slot, orphan.Trial);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException)
        {
            // It is named again.
        }
    }

    private async Task<IReadOnlySet<string>?> Running()
    {
        try
        {
            return (await ledger.ListRunning()).ToHashSet(StringComparer.Ordinal);
        }
        catch (LedgerException e)
        {
            LogLedger(e.Message);
            return null;
        }
    }

    private async Task Wake(string sweep, CancellationToken cancel)
    {
        try
        {
            await grains.GetGrain<ISweepGrain>(sweep).Wake(cancel);
        }
        catch (Exception e) when (e is SweepRefusedException or TimeoutException or OrleansException or OperationCanceledException)
        {
            LogAsleep(sweep, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cannot see which sweeps run: {Error}")]
    private partial void LogLedger(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Slot}: stopped {Trial}: its sweep is over or goes on without it")]
    private partial void LogStopped(SlotName slot, TrialRef trial);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep}: cannot be taken up again: {Error}")]
    private partial void LogAsleep(string sweep, string error);
}
