using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Slots;

namespace Sweep.Search.Scheduling;

/// <content>Which slots it needs, and which nodes it cannot use.</content>
public sealed partial class SweepSchedule
{
    /// <summary>A trial that doubled its share so often has any device to itself, whatever is known of it.</summary>
    private const int MaxDoublings = 10;

    /// <summary>Slots that an endless search asks for: as many as a cluster may have.</summary>
    private const int MostAhead = 1000;

    private readonly HashSet<string> faulty = new(StringComparer.Ordinal);
    private readonly HashSet<SlotNeed> unmet = [];
    private readonly Dictionary<SlotName, QuarantineSlot> quarantined = new();
    private readonly Dictionary<string, string> incarnations = new(StringComparer.Ordinal);
    private HashSet<string> nodes = new(StringComparer.Ordinal);
    private SlotNeed largest;
    private string? lastFault;
    private readonly HashSet<int> resumed = [];
    private bool isTakenIn;
    private int holds;

    /// <summary>What it could use, larger shares and memories first: they find room least easily.</summary>
    public IReadOnlyList<SlotWant> Wants
    {
        get
        {
            var wants = new Dictionary<SlotNeed, int>(running);
            void Add(SlotNeed need, int count) => wants[need] = wants.GetValueOrDefault(need) + count;
            if (!IsInterrupted && !IsCancelled)
            {
                foreach (var (need, count, _) in planned.Needs) Add(need, count);
                if (order is null && closed is null)
                {
                    if (plan is not null && strategy.MayStart is > 0 and var more) Add(largest, Math.Min(more, MostAhead));
                    // One at a time: who goes on next depends on what was reported by then.
                    if (strategy.Promotable is { } next) Add(NeedOf(trials[next]), 1);
                }
            }

            return [.. wants.Select(want => new SlotWant(want.Key, want.Value))
                .OrderByDescending(want => want.Need.Share).ThenByDescending(want => want.Need.MemoryBytes)];
        }
    }

    /// <summary>Nodes that reported a fault of their own: no trial of this sweep runs there again.</summary>
    public IReadOnlyCollection<string> FaultyNodes => faulty;

    /// <summary>True for a slot that this sweep quarantined, whether or not its node has heard of it yet.</summary>
    public bool IsQuarantined(SlotName slot) => quarantined.ContainsKey(slot);

    /// <summary>Takes the nodes there are: a need that fits none of them makes a notice, a sweep whose every node is at fault pauses, and
    /// attempts that run although the ledger holds them as ended are ended.</summary>
    public void UpdateNodes(IReadOnlyList<NodeOffer> offers, ScheduleStep step)
    {
        var before = nodes;
        nodes = [.. offers.Where(o => !o.Draining && o.Devices.Count > 0).Select(o => o.Node)];
        // A broker that was just reborn has not heard of every node yet: who was there at the last look counts once more.
        if (faulty.Count > 0 && nodes.Count > 0 && nodes.IsSubsetOf(faulty) && before.IsSubsetOf(faulty)) PauseFor(lastFault, step);
        foreach (var busy in offers.SelectMany(o => o.Busy).Where(IsZombie))
            step.Actions.Add(new StopOnSlot(busy.Slot, busy.Trial, AttemptOutcome.Interrupted, "an older attempt than the ledger's"));
        foreach (var offer in offers) Remind(offer, step);
        var devices = offers.SelectMany(Node.Empty).ToList();
        if (devices.Count == 0) return;
        foreach (var (need, count, first) in planned.Needs)
        {
            if (devices.Exists(d => d.Suits(need))) unmet.Remove(need);
            else if (unmet.Add(need)) Note(FitsNowhere(need, count, first, devices));
        }
    }

    /// <summary>True for an attempt that went on while its node was slow and the sweep gave it up. One newer than any known here is left
    /// alone: then another coordinator has the sweep. On a slot with a newer attempt its start sees to it.</summary>
    private bool IsZombie(BusySlot busy) =>
        busy.Trial.Sweep == rules.Sweep && !bySlot.ContainsKey(busy.Slot) && trials.TryGetValue(busy.Trial.Trial, out var state)
            && busy.Trial.Attempt <= state.Attempt;

    /// <summary>Says again what a node has not heard, and forgets what its life before did.</summary>
    private void Remind(NodeOffer offer, ScheduleStep step)
    {
        var mine = quarantined.Values.Where(a => a.Slot.Node == offer.Node).ToList();
        if (incarnations.TryGetValue(offer.Node, out var known) && known != offer.Incarnation)
        {
            failures.Forget(offer.Node);
            foreach (var old in mine) quarantined.Remove(old.Slot);
        }
        else
        {
            foreach (var unheard in mine.Where(a => !offer.Quarantined.Any(q => q.Slot == a.Slot))) step.Actions.Add(unheard);
        }

        incarnations[offer.Node] = offer.Incarnation;
    }

    private string FitsNowhere(SlotNeed need, int count, int first, List<Device> devices)
    {
        var who = $"{rules.Sweep}/{first}{(count > 1 ? $" and {count - 1} more" : "")}";
        var kind = need.Device switch { DeviceClass.Cuda => "GPU", DeviceClass.Cpu => "processor", _ => "device" };
        if (devices.Where(d => d.IsOfKind(need)).MaxBy(d => d.Units) is { } best)
        {
            return $"{who} cannot start: a trial asks for {best.Cost(need.Share):0.##} of a {kind}, and slots in quarantine leave " +
                $"{best.Units:0.##} of {best.Name}; "
                + $"they start when node {best.Node} restarts or another one joins (sweep nodes says why)";
        }

        var memories = devices.Where(d => need.Device == DeviceClass.Any || need.Device == d.Class)
            .Select(d => d.Offer.MemoryBytes).ToList();
        return memories.Count == 0
            ? $"{who} cannot start: no node has a {kind}; they start when one joins that has"
            : $"{who} cannot start: a trial asks for {Gib(need.MemoryBytes)} of memory, and the largest {kind} has " +
                $"{Gib(memories.Max())}; they start when a larger one joins";
    }

    private static string Gib(long bytes) => $"{bytes / (double)(1L << 30):0.##} GiB";

    /// <summary>Free ones of the slots it holds; the others tell whether their attempt has the device to itself.</summary>
    private List<SlotGrant> Free(IEnumerable<SlotGrant> held)
    {
        holds = 0;
        var free = new List<SlotGrant>();
        foreach (var grant in held)
        {
            var node = grant.Slot.Node;
            nodes.Add(node);
            holds++;
            if (bySlot.TryGetValue(grant.Slot, out var state)) state.Current!.HasDeviceAlone |= grant.IsWholeDevice;
            else if (!faulty.Contains(node) && !IsQuarantined(grant.Slot)) free.Add(grant);
        }

        return free;
    }

    private void Place(SlotGrant grant, Func<int, bool> refuses, ScheduleStep step)
    {
        if (planned.Count == 0) Extend(step);
        if (planned.Count == 0) return;
        var device = grant.Slot.Class;
        if (planned.First(need => SlotBroker.Serves(grant, device, need), refuses) is { } number) Begin(trials[number], grant, step);
    }

    private void TakeFault(SlotName slot, TrialRef trial, string? reason, ScheduleStep step)
    {
        var node = slot.Node;
        faulty.Add(node);
        nodes.Add(node);
        lastFault = reason;
        Note($"node {node} gets no more trials of this sweep: {reason ?? "it cannot go on"}");
        step.Actions.Add(new CheckNodes(slot, trial));
    }

    private void Occupy(TrialState state, AttemptState attempt)
    {
        state.Current = attempt;
        bySlot.Add(attempt.Slot, state);
        running[attempt.Need] = running.GetValueOrDefault(attempt.Need) + 1;
    }

    private void Vacate(TrialState state, AttemptState attempt)
    {
        bySlot.Remove(attempt.Slot);
        state.Current = null;
        if (--running[attempt.Need] == 0) running.Remove(attempt.Need);
    }

    private SlotNeed NeedOf(TrialState state)
    {
        var need = needs.Of(state.Plan, state.Doublings);
        if (need.MemoryBytes > largest.MemoryBytes) largest = needs.Of(state.Plan, 0);
        return need;
    }

    private static TrialState WithHistory(TrialState state, IEnumerable<AttemptRow> attempts)
    {
        var past = attempts.OrderBy(a => a.Attempt).ToList();
        state.Doublings = AttemptPolicy.Doublings(past.Select(a => a.Outcome).OfType<AttemptOutcome>(), state.Failures);
        state.Losses = past.Select(a => a.Outcome).OfType<AttemptOutcome>().Aggregate(0, AttemptPolicy.LossesInARow);
        state.Pauses = past.Count(a => a.Outcome == AttemptOutcome.Paused);
        if (past.Count > 0 && past[^1].Outcome is { } last && FailureClass.Of(last).MovesAway) state.Avoids = past[^1].Slot;
        return state;
    }

}
