using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Search.Slots;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>A sweep's share of the devices: claimed, renewed as a sign of life, given back when not needed. One call at a time.</summary>
internal sealed partial class SlotShare(string sweep, int priority, ISlotBrokerGrain broker, TimeProvider clock, ILogger log)
{
    /// <summary>A sweep that lacks slots asks this often: what another one gives back is idle no longer than that.</summary>
    private static readonly TimeSpan WaitingPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>What is given back is told after so long, together with whatever else is given back until then.</summary>
    private static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private TaskCompletionSource change = New();
    private readonly HashSet<SlotName> droppedMeanwhile = [];
    private IReadOnlyDictionary<SlotName, SlotGrant> held = new Dictionary<SlotName, SlotGrant>();
    private IReadOnlyList<SlotWant> wanted = [];
    private IReadOnlyCollection<string> avoided = [];

    /// <summary>Says what the sweep needs now. Slots that it held and no longer lists go back to the broker.</summary>
    /// <param name="holding">Slots it keeps: free ones and busy ones. Kept here, so not to be changed afterwards.</param>
    /// <param name="wants">Slots it could use in all, most urgent first.</param>
    /// <param name="avoids">Nodes that it cannot use.</param>
    public void State(IReadOnlyDictionary<SlotName, SlotGrant> holding, IReadOnlyList<SlotWant> wants, IReadOnlyCollection<string> avoids)
    {
        lock (gate)
        {
            List<SlotName> dropped = [.. held.Keys.Where(slot => !holding.ContainsKey(slot))];
            droppedMeanwhile.UnionWith(dropped);
            (held, wanted, avoided) = (holding, wants, [.. avoids]);
            if (dropped.Count > 0) change.TrySetResult();
        }
    }

    /// <returns>Slots the sweep may hold from now on; null when the broker did not answer and nothing changes.</returns>
    public async Task<IReadOnlyList<SlotGrant>?> Claim(CancellationToken cancel)
    {
        try
        {
            var answer = await broker.Claim(Ask(), cancel);
            // What went back while the answer was on its way is not held, whatever it says.
            lock (gate) return [.. answer.Where(grant => !droppedMeanwhile.Contains(grant.Slot))];
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            // Whatever it is, the next claim may be answered: without claims the sweep would get no slot for ever.
            LogBrokerSilent(sweep, e.Message);
            return null;
        }
    }

    /// <summary>Claims again and again until cancelled, and hands every answer on.</summary>
    public async Task KeepClaiming(Func<IReadOnlyList<SlotGrant>, Task> take, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await Pause(cancel);
                if (await Claim(cancel) is { } answer) await take(answer);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The coordinator ends.
        }
    }

    public async Task GiveBackAll()
    {
        lock (gate) held = new Dictionary<SlotName, SlotGrant>();
        try
        {
            // Not by name: a claim that was under way when claiming ended may have been granted what nobody here knows of.
            await broker.Claim(new SlotClaim { Sweep = sweep, Held = [], Wants = [], Priority = priority });
            await broker.Release(sweep, []);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            // The lease runs out instead.
            LogBrokerSilent(sweep, e.Message);
        }
    }

    private async Task Pause(CancellationToken cancel)
    {
        Task changed;
        TimeSpan limit;
        lock (gate) (changed, limit) = (change.Task, held.Count < wanted.Sum(w => (long)w.Count) ? WaitingPeriod : SlotLease.Renewal);
        // Otherwise nothing was given back: a sign of life, and perhaps somebody else gave something back.
        if (await changed.EndsWithin(limit, clock, cancel)) await Task.Delay(BatchDelay, clock, cancel);
    }

    private SlotClaim Ask()
    {
        lock (gate)
        {
            droppedMeanwhile.Clear();
            if (change.Task.IsCompleted) change = New();
            return new SlotClaim { Sweep = sweep, Held = [.. held.Values], Wants = wanted, Priority = priority, Avoids = avoided };
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Sweep}: the slot broker gave no answer: {Error}")]
    private partial void LogBrokerSilent(string sweep, string error);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
