using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>
/// Restarts sweeps that lost their coordinator: asks the ledger which sweeps run and wakes the grain of each.
/// A grain that is awake does nothing. Stops attempts of sweeps that are over.
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

    /// <summary>Tells an attempt of a sweep that is over to stop. It would keep its slot until it ends, and for ever once nothing more of
    /// what it reports is taken. A call that does not arrive is repeated with the next look that finds it due.</summary>
    public async Task Stop(BusySlot orphan, CancellationToken cancel)
    {
        try
        {
            await grains.GetGrain<IWorkerGrain>(orphan.Slot.Text)
                .Stop(orphan.Trial, AttemptOutcome.Interrupted, "its sweep is over", cancel);
            LogStopped(orphan.Slot, orphan.Trial);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException or ArgumentException)
        {
            // The node is gone, has no such slot any more, or does not answer: then it is named again.
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Slot}: told {Trial} to stop: its sweep is over")]
    private partial void LogStopped(SlotName slot, TrialRef trial);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep}: cannot be taken up again: {Error}")]
    private partial void LogAsleep(string sweep, string error);
}
