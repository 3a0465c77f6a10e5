using System.Collections.Concurrent;
using Sweep.Contracts;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Fakes;

/// <summary>Slots without processes: a script says what the worker of each attempt emits; without one it is silent.</summary>
internal sealed class FakeSlotHost(IReadOnlyList<SlotName> names) : ISlotHost
{
    private readonly ConcurrentDictionary<SlotName, State> slots = new();

    /// <summary>What the worker says of its own accord when it gets an attempt.</summary>
    public Func<TrialOrder, IEnumerable<TrialEvent>> Script { get; set; } = _ => [];

    /// <summary>When set, a read repeats events that were acknowledged already.</summary>
    public bool RepeatsItself { get; set; }

    /// <summary>Slots that were quarantined so far.</summary>
    public ConcurrentQueue<QuarantinedSlot> Asides { get; } = new();

    public IReadOnlyList<QuarantinedSlot> Quarantined => [.. Asides];

    public IReadOnlyList<BusySlot> Busy =>
        [.. slots.Where(s => s.Value.Current is not null).Select(s => new BusySlot(s.Key, s.Value.Current!))];

    /// <summary>Called before a stop takes effect; a node that is frozen does not come back from it.</summary>
    public Action<SlotName> BeforeStop { get; set; } = _ => { };

    public string Incarnation { get; private set; } = "1";

    /// <summary>Orders taken so far, oldest first.</summary>
    public ConcurrentQueue<(SlotName Slot, TrialOrder Order)> Taken { get; } = new();

    /// <summary>Stops asked for so far.</summary>
    public ConcurrentQueue<(SlotName Slot, TrialRef Trial, AttemptOutcome Outcome)> Stops { get; } = new();

    public OutputPart? ReadOutput(TrialRef trial, bool isError, long offset) => null;

    public void Prepare()
    {
        // Its workers are always there.
    }

    public bool Run(SlotName slot, TrialOrder order)
    {
        var state = Find(slot);
        lock (state)
        {
            if (state.Current == order.Trial || state.Ended.Contains(order.Trial)) return true;
            if (state.Current is not null) return false;
            state.Current = order.Trial;
            Taken.Enqueue((slot, order));
            foreach (var happened in Script(order)) Emit(slot, happened);
            return true;
        }
    }

    /// <summary>The node is gone and back: nothing runs, nothing is remembered.
    /// Readers that wait are woken, as a broken connection would.</summary>
    public void Restart(string incarnation)
    {
        Incarnation = incarnation;
        foreach (var slot in slots.Keys)
        {
            if (!slots.TryRemove(slot, out var old)) continue;
            lock (old) old.Current = null;
            old.Gone.TrySetResult();
        }
    }

    /// <summary>The slot's worker says something.</summary>
    public void Emit(SlotName slot, TrialEvent happened)
    {
        var state = slots[slot];
        lock (state)
        {
            var trial = state.Current ?? throw new InvalidOperationException($"{slot} runs nothing");
            state.Buffer.Add([(trial, happened)]);
            state.History.Add(new SlotEvent(state.History.Count + 1, trial, happened));
            if (happened is not TrialEnded) return;
            state.Ended.Add(trial);
            state.Current = null;
        }
    }

    public async Task<SlotEvents> ReadEvents(SlotName slot, long afterSequence, TimeSpan wait, CancellationToken cancel)
    {
        var state = Find(slot);
        state.Buffer.Acknowledge(afterSequence);
        var (_, arrival) = state.Buffer.After(afterSequence);
        if (!arrival.IsCompleted && wait > TimeSpan.Zero && state.Current is not null)
        {
            await Task.WhenAny(arrival, state.Gone.Task, Task.Delay(wait, cancel));
            cancel.ThrowIfCancellationRequested();
            state = Find(slot);
        }

        lock (state)
        {
            var fresh = state.Buffer.After(afterSequence).Events;
            var repeated = RepeatsItself && fresh.Count > 0 ? state.History.Where(e => e.Sequence <= afterSequence).TakeLast(3) : [];
            return new SlotEvents(Incarnation, [.. repeated, .. fresh], state.Current);
        }
    }

    public void Stop(SlotName slot, TrialRef trial, AttemptOutcome outcome, string? reason)
    {
        BeforeStop(slot);
        Stops.Enqueue((slot, trial, outcome));
        if (slots.TryGetValue(slot, out var state) && state.Current == trial)
            Emit(slot, new TrialEnded { Outcome = outcome, Reason = reason });
    }

    private State Find(SlotName slot) => names.Contains(slot)
        ? slots.GetOrAdd(slot, _ => new State())
        : throw new ArgumentException($"this node has no slot '{slot}'", nameof(slot));

    public void Quarantine(SlotName slot, string reason) => Asides.Enqueue(new QuarantinedSlot(slot, reason));

    public Task Close(AttemptOutcome outcome = AttemptOutcome.Interrupted) => Task.CompletedTask;

    public Task Settle(TimeSpan limit) => Task.CompletedTask;

    private sealed class State
    {
        public EventBuffer Buffer { get; } = new();

        public List<SlotEvent> History { get; } = [];

        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HashSet<TrialRef> Ended { get; } = [];

        public TrialRef? Current { get; set; }
    }
}
