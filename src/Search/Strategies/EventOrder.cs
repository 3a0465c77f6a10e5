using Sweep.Contracts;

namespace Sweep.Search.Strategies;

/// <summary>The order in which a deterministic sweep takes its events: that of a virtual clock on which each report takes one unit, with a
/// fixed number of virtual slots. Which trial really reports first has no say.</summary>
/// <remarks>An event that comes before its turn waits here; the ledger has its report. Every step costs the logarithm of the
/// slots.</remarks>
/// <param name="width">Virtual slots, at least 1.</param>
public sealed class EventOrder(int width)
{
    private readonly SortedSet<(long Time, int Trial)> due = [];
    private readonly Dictionary<int, long> times = [];
    private readonly Dictionary<int, Queue<SweepEvent>> told = [];
    private readonly Dictionary<int, int> epochs = [];
    private long now;

    /// <summary>True when a virtual slot is free.</summary>
    public bool HasRoom => due.Count < width;

    /// <summary>True when no trial has a virtual slot.</summary>
    public bool IsEmpty => due.Count == 0;

    /// <summary>The last epoch of a trial that was taken; 0 = none.</summary>
    public int EpochOf(int trial) => epochs.GetValueOrDefault(trial);

    /// <summary>A trial takes a virtual slot: its next event is due one unit from now.</summary>
    public void Enter(int trial)
    {
        if (!times.TryAdd(trial, now + 1)) return;
        due.Add((now + 1, trial));
    }

    /// <summary>A trial leaves its virtual slot; one that has none changes nothing.</summary>
    public void Leave(int trial)
    {
        if (times.Remove(trial, out var time)) due.Remove((time, trial));
    }

    /// <summary>Something happened; its number is given when it is its turn.</summary>
    public void Offer(SweepEvent happened)
    {
        if (!told.TryGetValue(happened.Trial, out var queue)) told[happened.Trial] = queue = new Queue<SweepEvent>();
        queue.Enqueue(happened);
    }

    /// <summary>Takes the event whose turn it is; null = it has not happened yet.</summary>
    public SweepEvent? Next()
    {
        if (due.Count == 0 || !told.TryGetValue(due.Min.Trial, out var queue) || !queue.TryDequeue(out var happened)) return null;
        if (queue.Count == 0) told.Remove(happened.Trial);
        Pass(happened);
        return happened;
    }

    /// <summary>Brings a new order to where the log of the sweep has got.</summary>
    /// <param name="events">By number.</param>
    /// <param name="decisions">By number.</param>
    /// <param name="epochsOf">Epochs of a whole trial, by its number; 0 = nobody knows.</param>
    public void Rebuild(IReadOnlyList<SweepEvent> events, IReadOnlyList<Decision> decisions, Func<int, int> epochsOf)
    {
        var next = 0;
        foreach (var decision in decisions)
        {
            while (next < events.Count && events[next].Number <= decision.Seen) Pass(events[next++]);
            if (decision.Kind is DecisionKind.Start or DecisionKind.Resume or DecisionKind.Fork) Enter(decision.Trial);
            else if (!IsAtEnd(decision.Trial, epochsOf(decision.Trial))) Leave(decision.Trial);
        }

        while (next < events.Count) Pass(events[next++]);
    }

    /// <summary>True when a trial of so many epochs, 0 = nobody knows, has only its end left, whatever is decided about it.</summary>
    public bool IsAtEnd(int trial, int all) => all > 0 && EpochOf(trial) >= all;

    private void Pass(SweepEvent happened)
    {
        var trial = happened.Trial;
        if (happened.Kind == SweepEventKind.Enqueue) return;
        if (happened.Kind == SweepEventKind.Retry)
        {
            Enter(trial);
            return;
        }

        if (happened.Kind == SweepEventKind.Report) epochs[trial] = happened.Epoch;
        if (!times.TryGetValue(trial, out var time)) return;
        now = time;
        Leave(trial);
        if (happened.Kind == SweepEventKind.Report) Enter(trial);
    }
}
