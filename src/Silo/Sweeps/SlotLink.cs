using Sweep.Contracts;
using Sweep.Silo.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>A coordinator's end of one slot: hands attempts down, reads their events up, one attempt after the other.</summary>
/// <param name="report">Takes events of an attempt; completes when the ledger has them, so that only then they are acknowledged.</param>
/// <param name="lose">Told that the attempt is gone with its slot, and why.</param>
internal sealed class SlotLink(
    SlotName slot,
    IWorkerGrain worker,
    Func<SlotName, TrialRef, IReadOnlyList<TrialEvent>, Task> report,
    Func<SlotName, TrialRef, SlotLostException, Task> lose,
    SlotCalls calls)
{
    private const int ZombieTries = 30;
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ZombiePause = TimeSpan.FromMilliseconds(500);

    private string? incarnation;
    private long after;
    private StopOrder? stop;

    /// <summary>Runs one attempt to its end.</summary>
    /// <param name="order">What to run; null when it runs there already.</param>
    /// <param name="cancel">The coordinator ends: the attempt is left as it is.</param>
    public async Task Serve(TrialRef trial, TrialOrder? order, CancellationToken cancel)
    {
        try
        {
            if (order is not null) await Begin(order, cancel);
            if (stop is { } early && early.Trial == trial) await Send(early, cancel);
            while (!await ReadOnce(trial, cancel))
            {
            }

            _ = Acknowledge(cancel);
        }
        catch (SlotLostException lost)
        {
            await lose(slot, trial, lost);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The coordinator is gone; another one will read what follows.
        }
        catch (Exception e)
        {
            // Whatever it is: an attempt that nobody reads would never end.
            await lose(slot, trial, new SlotLostException($"slot {slot}: {e.Message}", AttemptOutcome.Interrupted));
        }
    }

    /// <summary>Tells the slot to end an attempt; repeated until the attempt is over.</summary>
    public async Task Stop(TrialRef trial, AttemptOutcome outcome, string reason, CancellationToken cancel)
    {
        stop = new StopOrder(trial, outcome, reason);
        try
        {
            await Send(stop, cancel);
        }
        catch (Exception e) when (e is SlotLostException or OperationCanceledException)
        {
            // The reader of the same slot finds out as well and says so.
        }
    }

    /// <summary>Hands the attempt down. An older attempt of the same sweep that has the slot is a zombie: it is ended first.</summary>
    private async Task Begin(TrialOrder order, CancellationToken cancel)
    {
        var isRefused = false;
        try
        {
            for (var tries = 0; !await calls.Ask(slot, () => worker.Run(order, cancel), cancel); tries++)
            {
                var holder = (await calls.Ask(slot, () => worker.ReadEvents(after, TimeSpan.Zero, incarnation, cancel), cancel)).Current;
                isRefused |= holder is null;
                if (holder is not null && (tries == ZombieTries || holder.Sweep != order.Trial.Sweep))
                    throw new SlotLostException($"slot {slot} was taken by another trial", AttemptOutcome.Interrupted);
                if (tries == ZombieTries) throw Refused();
                if (holder is not null)
                    await Send(new StopOrder(holder, AttemptOutcome.Interrupted, $"{order.Trial} has its slot now"), cancel);
                await Task.Delay(ZombiePause, calls.Clock, cancel);
            }
        }
        // It did not run when its node went, so it had no part in that.
        catch (SlotLostException lost) when (lost.Outcome == AttemptOutcome.LostNode && isRefused)
        {
            throw Refused();
        }
        catch (SlotLostException lost) when (lost.IsUnreached)
        {
            throw new SlotLostException($"{lost.Message}; the trial had not begun there", AttemptOutcome.Interrupted);
        }
    }

    private SlotLostException Refused() =>
        new($"slot {slot} takes no more trials: its node is leaving; this one had not begun there", AttemptOutcome.Preempted);

    /// <returns>True when the attempt ended.</returns>
    private async Task<bool> ReadOnce(TrialRef trial, CancellationToken cancel)
    {
        var read = await calls.Ask(slot, () => worker.ReadEvents(after, LongPoll, incarnation, cancel), cancel);
        if (read.Incarnation != incarnation)
        {
            // The node is new to us, or was restarted: its numbers start again.
            (incarnation, var known) = (read.Incarnation, after);
            after = 0;
            if (known != 0) return false;
        }

        var own = read.Events.Where(e => e.Trial == trial).ToList();
        if (own.Count > 0) await report(slot, trial, [.. own.Select(e => e.Event)]);
        // No further than one's own: who reads late may find the slot with another sweep, whose events follow and are not read yet.
        if (own.Count > 0) after = own[^1].Sequence;
        else if (read.Current != trial)
            throw new SlotLostException(
            $"slot {slot} does not run it any more: its node was restarted", AttemptOutcome.LostNode, isUsable: true);
        else if (read.Events.Count > 0) after = read.Events[^1].Sequence;
        else if (stop is { } wish && wish.Trial == trial) await Send(wish, cancel);
        return own.Exists(e => e.Event is TrialEnded);
    }

    /// <summary>Tells the slot that the end is recorded: a node that leaves waits for that. Nothing depends on its arrival.</summary>
    private async Task Acknowledge(CancellationToken cancel)
    {
        try
        {
            await worker.ReadEvents(after, TimeSpan.Zero, incarnation, cancel);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException)
        {
            // The next read of the slot says the same.
        }
    }

    private Task<bool> Send(StopOrder wish, CancellationToken cancel) => calls.Ask(
        slot,
        async () =>
        {
            await worker.Stop(wish.Trial, wish.Outcome, wish.Reason, cancel);
            return true;
        },
        cancel);

    private sealed record StopOrder(TrialRef Trial, AttemptOutcome Outcome, string Reason);
}
