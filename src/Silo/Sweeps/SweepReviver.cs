using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>
/// Restarts sweeps that lost their coordinator: asks the ledger which sweeps run and wakes the grain of each.
/// A grain that is awake does nothing.
/// </summary>
/// <remarks>The broker's grain calls it on a timer. That grain is activated again by the next offer of any node.</remarks>
public sealed partial class SweepReviver(ILedger ledger, IGrainFactory grains, ILogger<SweepReviver> log)
{
    private readonly ConcurrentDictionary<string, Task> waking = new(StringComparer.Ordinal);

    /// <summary>Wakes every running sweep once. Completes when the ledger has answered;
    /// the calls to the sweeps go on in the background.</summary>
    public async Task Revive(CancellationToken cancel)
    {
        foreach (var sweep in await Running())
        {
            if (waking.TryGetValue(sweep, out var busy) && !busy.IsCompleted) continue;
            waking[sweep] = Wake(sweep, cancel);
        }
    }

    private async Task<IReadOnlyList<string>> Running()
    {
        try
        {
            return await ledger.ListRunning();
        }
        catch (LedgerException e)
        {
            LogLedger(e.Message);
            return [];
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep}: cannot be taken up again: {Error}")]
    private partial void LogAsleep(string sweep, string error);
}
