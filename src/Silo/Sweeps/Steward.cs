using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Silo.Sweeps;

/// <summary>
/// Brings back what lost its coordinator: asks the ledger which sweeps run and wakes their grains, wherever they are now. Whoever is awake does nothing.
/// </summary>
/// <remarks>The broker's grain looks around at every tick; it comes back by itself with the next offer of any node, and so does everything else.</remarks>
public sealed partial class Steward(ILedger ledger, IGrainFactory grains, ILogger<Steward> log)
{
    private readonly ConcurrentDictionary<string, Task> waking = new(StringComparer.Ordinal);

    /// <summary>One look around. Completes when the ledger has answered; the calls to the sweeps go on by themselves.</summary>
    public async Task Look(CancellationToken cancel)
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
