using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Silo.Slots;

namespace Sweep.Silo.Sweeps;

/// <summary>A sweep's share of the cluster's slots: claimed at the broker, renewed as a sign of life, given back when not needed.</summary>
internal sealed partial class SlotShare(string sweep, ISlotBrokerGrain broker, TimeProvider clock, ILogger log)
{
    private readonly Lock gate = new();
    private HashSet<string> held = new(StringComparer.Ordinal);
    private int wanted;

    /// <summary>Says what the sweep needs now. Slots that it held and no longer lists go back to the broker.</summary>
    /// <param name="holding">Slots it keeps: free ones and busy ones.</param>
    /// <param name="want">Slots it could use in all.</param>
    public void State(IReadOnlyCollection<string> holding, int want)
    {
        string[] dropped;
        lock (gate)
        {
            dropped = [.. held.Where(slot => !holding.Contains(slot))];
            (held, wanted) = ([.. holding], want);
        }

        if (dropped.Length > 0) _ = GiveBack(dropped);
    }

    /// <summary>One claim.</summary>
    /// <returns>Slots the sweep may hold from now on; null when the broker did not answer and nothing changes.</returns>
    public async Task<IReadOnlyList<string>?> Claim(CancellationToken cancel)
    {
        (string[] now, int want) = Ask();
        try
        {
            return await broker.Claim(sweep, now, want, cancel);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            LogBrokerSilent(sweep, e.Message);
            return null;
        }
    }

    /// <summary>Claims again and again until cancelled, and hands every answer on.</summary>
    public async Task KeepClaiming(Func<IReadOnlyList<string>, Task> take, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await Task.Delay(SlotBrokerGrain.Renewal, clock, cancel);
                if (await Claim(cancel) is { } answer) await take(answer);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The coordinator ends.
        }
    }

    /// <summary>Gives everything back.</summary>
    public Task GiveBackAll()
    {
        lock (gate)
        {
            string[] all = [.. held];
            held.Clear();
            return GiveBack(all);
        }
    }

    private (string[] Held, int Wanted) Ask()
    {
        lock (gate) return ([.. held], wanted);
    }

    private async Task GiveBack(string[] slots)
    {
        try
        {
            await broker.Release(sweep, slots);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            // The lease runs out instead.
            LogBrokerSilent(sweep, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep}: the slot broker gave no answer: {Error}")]
    private partial void LogBrokerSilent(string sweep, string error);
}
