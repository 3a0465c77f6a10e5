using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;
using Sweep.Experiments.Worker;
using Sweep.Silo.Scheduling;

namespace Sweep.Silo.Sweeps;

/// <content>What the coordinator does with slots, and how it leaves them.</content>
internal sealed partial class SweepCoordinator
{
    private void Resume(TakeOver start)
    {
        foreach (var (slot, trial) in start.Adopted) _ = Link(slot).Serve(trial, order: null, ending.Token);
        foreach (var (slot, trial) in start.Zombies)
            _ = Link(slot).Stop(trial, AttemptOutcome.Interrupted, "an older attempt than the ledger's", ending.Token);
    }

    private void Act(SlotAction action)
    {
        if (action is StartOnSlot start)
            _ = Link(start.Slot).Serve(start.Trial, OrderFor(start), ending.Token);
        else if (action is StopOnSlot stop)
            _ = Link(stop.Slot).Stop(stop.Trial, stop.Outcome, stop.Reason, ending.Token);
    }

    private SlotLink Link(string slot) =>
        links.TryGetValue(slot, out var link) ? link : links[slot] = new SlotLink(slot, parts.Worker(slot), TakeEvents, LoseSlot, parts.Clock);

    private TrialOrder OrderFor(StartOnSlot start) => new()
    {
        Trial = start.Trial,
        Experiment = spec.Experiment,
        ConfigJson = start.ConfigJson,
        Seed = start.Seed,
        BaseFolder = order.BaseFolder,
        Metric = spec.Metric,
        Maximize = spec.Maximize,
        Command = spec.Command,
        Program = spec.Program,
        CorpusSha256 = start.CorpusSha256,
    };

    private Task TakeEvents(string slot, TrialRef trial, IReadOnlyList<TrialEvent> events) => Post(step =>
    {
        foreach (var happened in events) schedule.Take(slot, trial, happened, step);
    });

    private Task LoseSlot(string slot, TrialRef trial, SlotLostException lost) => Post(step =>
    {
        if (!lost.IsUsable) quarantine.Add(slot, Elapsed);
        schedule.Lose(slot, trial, lost.Outcome, lost.Message, step);
    });

    private Task TakeSlots(IReadOnlyList<SlotGrant> slots) => Post(_ => Accept(slots));

    private void Accept(IReadOnlyList<SlotGrant> slots)
    {
        available = slots;
        foreach (var grant in slots) grants[grant.Slot] = grant;
    }

    /// <summary>Tells the broker what is needed; free slots beyond that go back at once.</summary>
    private void State()
    {
        var wanted = schedule.WantedSlots;
        var busy = schedule.BusySlots;
        // A slot in quarantine is kept, so that the broker does not hand it out again, and another one is asked for in its place.
        var shunned = wanted == 0 ? [] : available.Where(grant => quarantine.Holds(grant.Slot, Elapsed)).ToList();
        available = [.. shunned, .. available.Except(shunned).OrderBy(grant => busy.Contains(grant.Slot) ? 0 : 1).Take(wanted)];
        var holding = available.Concat(busy.Select(GrantOf)).DistinctBy(grant => grant.Slot).ToList();
        share.State(holding, [new SlotWant(new SlotNeed(), wanted + shunned.Count)]);
    }

    private SlotGrant GrantOf(string slot) => grants.TryGetValue(slot, out var grant) ? grant : new SlotGrant { Slot = slot };

    private async Task RecordEnd()
    {
        if (await parts.Ledger.FindSweep(order.Name) is { Status: SweepStatus.Finished or SweepStatus.Cancelled }) return;
        var status = schedule switch
        {
            { IsCancelled: true } => SweepStatus.Cancelled,
            { IsInterrupted: true } when schedule.Count(TrialStatus.Planned) > 0 => SweepStatus.Interrupted,
            _ => SweepStatus.Finished,
        };
        await parts.Ledger.SetStatus(order.Name, token, status);
    }

    /// <summary>The ledger failed: what runs is told to save a checkpoint and end; the next coordinator plans it again.</summary>
    private async Task StopSlots()
    {
        foreach (var trial in schedule.Snapshot(0, null, false).Running)
            await Link(trial.Slot).Stop(trial.Trial, AttemptOutcome.Interrupted, "the coordinator failed", ending.Token);
    }

    private async Task Leave(Task claiming)
    {
        // Whoever abandons is on the way out of the cluster, or has a successor of the same name: the lease settles it.
        var abandoned = ending.IsCancellationRequested;
        await ending.CancelAsync();
        inbox.Writer.TryComplete();
        while (inbox.Reader.TryRead(out var message)) taken.Add(message);
        foreach (var message in taken) message.Done.TrySetResult();
        await claiming;
        if (!abandoned) await share.GiveBackAll();
        held?.Dispose();
        Publish(isOver: true);
    }
}
