using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using Sweep.Search.Slots;

namespace Sweep.Silo.Sweeps;

/// <content>What the coordinator does with slots, and how it leaves them.</content>
internal sealed partial class SweepCoordinator
{
    private static readonly TimeSpan NodeReadPeriod = TimeSpan.FromSeconds(30);

    /// <summary>Three are as far as anybody gets ahead of the last trial of a population (see <c>Population.MostAhead</c>); a worker
    /// trains on until it hears that it is to wait, and further while its coordinator is away.</summary>
    private const int MostKept = 8;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private long nodesReadAt;

    private void Resume(TakeOver start)
    {
        foreach (var (slot, trial) in start.Adopted) _ = Link(slot).Serve(trial, order: null, ending.Token);
        foreach (var (slot, trial) in start.Zombies)
            _ = Link(slot).Stop(trial, AttemptOutcome.Interrupted, "an older attempt than the ledger's", ending.Token);
    }

    /// <summary>Before anything else: their slots are not there to be used.</summary>
    private async Task EndLost(IReadOnlyList<(SlotName Slot, TrialRef Trial)> lost)
    {
        var step = new ScheduleStep();
        foreach (var (slot, trial) in lost) schedule.Lose(slot, trial, AttemptOutcome.LostNode, "its node left the cluster", step);
        await Commit(step);
        foreach (var action in step.Actions) Act(action);
    }

    private void Act(SlotAction action) => _ = action switch
    {
        StartOnSlot start => Link(start.Slot).Serve(start.Trial, OrderFor(start), ending.Token),
        StopOnSlot stop => Link(stop.Slot).Stop(stop.Trial, stop.Outcome, stop.Reason, ending.Token),
        QuarantineSlot aside => QuarantineSlot(aside),
        CheckNodes => ReadNodes(),
        _ => Task.CompletedTask,
    };

    private SlotLink Link(SlotName slot) =>
        links.TryGetValue(slot, out var link) ? link
            : links[slot] = new SlotLink(slot, parts.Worker(slot), TakeEvents, LoseSlot, calls);

    private TrialOrder OrderFor(StartOnSlot start) => new()
    {
        Trial = start.Trial,
        Experiment = spec.Experiment,
        Plan = start.Plan,
        BaseFolder = spec.WorkFolder?.Path ?? order.BaseFolder,
        Metric = spec.Metric,
        Maximize = spec.Maximize,
        Summary = spec.Summary,
        Command = spec.Command,
        Program = spec.Program,
        WandbStandIn = spec.WandbStandIn,
        Share = GrantOf(start.Slot).Share,
        MemoryBytes = GrantOf(start.Slot).MemoryBytes,
        Timeout = spec.Timeout,
        KeepEvery = schedule.ForksEvery ?? 0,
        KeepMost = spec.Width is null ? MostKept : null,
        Grouped = spec.Groups.Nest(start.Plan.Config)?.ToJsonString(),
    };

    private Task TakeEvents(SlotName slot, TrialRef trial, IReadOnlyList<TrialEvent> events) => Post(step =>
    {
        foreach (var happened in events) schedule.Take(slot, trial, happened, step);
        if (events.Any(e => e is TrialEnded { Outcome: AttemptOutcome.Preempted })) LeaveNode(slot);
    });

    /// <summary>A node that hands a trial back takes no more, whatever the broker last said: its other slots go back at once.</summary>
    private void LeaveNode(SlotName slot)
    {
        var node = slot.Node;
        available = [.. available.Where(grant => grant.Slot.Node != node)];
    }

    private Task LoseSlot(SlotName slot, TrialRef trial, SlotLostException lost) => Post(step =>
    {
        if (!lost.IsUsable) silentUntil[slot] = Elapsed + SlotLease.Duration;
        schedule.Lose(slot, trial, lost.Outcome, lost.Message, step);
    });

    /// <summary>Slots that did not answer get no trial for a while: the broker forgets a node that is gone by then, and a trial does not
    /// collect interrupted attempts meanwhile.</summary>
    private bool IsSilent(SlotName slot) => silentUntil.TryGetValue(slot, out var end) && Elapsed < end;

    private async Task QuarantineSlot(QuarantineSlot aside)
    {
        try
        {
            await parts.Worker(aside.Slot).Quarantine($"{order.Name}: {aside.Reason}", ending.Token);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException)
        {
            // The node is leaving, and so is the slot; or it did not hear: the next look at the nodes finds out.
        }
    }

    private async Task TakeSlots(IReadOnlyList<SlotGrant> slots)
    {
        await Post(_ => Accept(slots));
        if (parts.Clock.GetElapsedTime(nodesReadAt) > (schedule.FaultyNodes.Count > 0 ? SlotLease.Renewal : NodeReadPeriod))
            await ReadNodes();
    }

    /// <summary>Which nodes there are decides whether to go on after a fault, and what can start at all.</summary>
    private async Task ReadNodes()
    {
        nodesReadAt = parts.Clock.GetTimestamp();
        try
        {
            var nodes = await parts.Broker.ListNodes(ending.Token);
            await Post(step => schedule.UpdateNodes([.. nodes.Select(n => n.Offer)], step));
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException)
        {
            // The next look will tell.
        }
    }

    private void Accept(IReadOnlyList<SlotGrant> slots)
    {
        available = slots;
        foreach (var grant in slots) grants[grant.Slot] = grant;
    }

    /// <summary>Tells the broker what is needed; free slots beyond that go back at once.</summary>
    private void State()
    {
        var wants = schedule.Wants;
        // A slot that is quarantined or did not answer is kept, so that the broker does not hand it out again,
        // and another one is asked for in its place.
        var shunned = wants.Count == 0 ? [] : available.Where(grant => schedule.IsQuarantined(grant.Slot) || IsSilent(grant.Slot)).ToList();
        available = [.. shunned, .. Useful(shunned.Count == 0 ? available : [.. available.Except(shunned)], wants)];
        var holding = available.ToDictionary(grant => grant.Slot);
        foreach (var slot in schedule.BusySlots) if (!holding.ContainsKey(slot)) holding.Add(slot, GrantOf(slot));
        share.State(holding, [.. wants, .. shunned.Select(Replacement)], schedule.FaultyNodes);
    }

    /// <summary>Busy slots, and as many free ones as there are trials that fit them.</summary>
    private IEnumerable<SlotGrant> Useful(IReadOnlyList<SlotGrant> slots, IReadOnlyList<SlotWant> wants)
    {
        var open = wants.Select(w => w.Count).ToArray();
        var byUse = slots.ToLookup(grant => schedule.IsBusy(grant.Slot));
        foreach (var grant in byUse[true].Concat(byUse[false]))
        {
            var device = grant.Slot.Class;
            var want = 0;
            while (want < open.Length && (open[want] == 0 || !SlotBroker.Serves(grant, device, wants[want].Need))) want++;
            if (want < open.Length) open[want]--;
            else if (!schedule.IsBusy(grant.Slot)) continue;
            yield return grant;
        }
    }

    private static SlotWant Replacement(SlotGrant shunned) => new(
        new SlotNeed { Device = shunned.Slot.Class, Share = shunned.Share, MemoryBytes = shunned.MemoryBytes }, 1);

    /// <summary>What an adopted attempt holds is what its trial needs.</summary>
    private SlotGrant GrantOf(SlotName slot)
    {
        if (grants.TryGetValue(slot, out var grant)) return grant;
        var need = schedule.NeedOn(slot);
        return new SlotGrant { Slot = slot, Share = need.Share, MemoryBytes = need.MemoryBytes };
    }

    private async Task RecordEnd()
    {
        if (await parts.Ledger.FindSweep(order.Name) is { Status: SweepStatus.Finished or SweepStatus.Cancelled }) return;
        var status = schedule switch
        {
            { IsCancelled: true } => SweepStatus.Cancelled,
            { IsInterrupted: true, HasMoreTrials: true } => SweepStatus.Interrupted,
            _ => SweepStatus.Finished,
        };
        await parts.Ledger.SetStatus(order.Name, token, status);
        if (schedule.ForksEvery is not null && status is SweepStatus.Finished or SweepStatus.Cancelled)
            await parts.Checkpoints.ForgetKept(order.Name);
    }

    /// <summary>The ledger failed: what runs is told to save a checkpoint and end; the next coordinator plans it again.
    /// A slot that does not answer keeps nobody waiting.</summary>
    private async Task StopSlots()
    {
        var telling = schedule.Snapshot(0, null, false).Running
            .Select(trial => Link(trial.Slot).Stop(trial.Trial, AttemptOutcome.Interrupted, "the coordinator failed", ending.Token));
        // The worker of a slot that does not answer ends with this program, or the next coordinator finds it.
        await Task.WhenAll(telling).EndsWithin(StopLimit, parts.Clock);
    }

    private async Task Leave(Task claiming, bool gaveUp)
    {
        // Whoever abandons is on the way out of the cluster; whoever gave up may have a successor of the same name,
        // and its slots are busy still: the lease settles it.
        var keeps = gaveUp || ending.IsCancellationRequested;
        await ending.CancelAsync();
        inbox.Writer.TryComplete();
        while (inbox.Reader.TryRead(out var message)) taken.Add(message);
        foreach (var message in taken) message.Done.TrySetResult();
        await claiming;
        if (!keeps) await share.GiveBackAll();
        held?.Dispose();
        Publish(isOver: true);
    }
}
