using Sweep.Contracts;

namespace Sweep.Silo.Workers;

/// <summary>The numbered events of one slot, kept until a later read acknowledges them. Thread-safe.</summary>
public sealed class EventBuffer
{
    /// <summary>Beyond this many unread events signs of life are dropped; reports and ends never are.</summary>
    private const int ProgressCapacity = 1000;

    /// <summary>Beyond this many unread events there is no room: whoever writes waits, and the worker too, when its pipe is full.</summary>
    public const int Capacity = 10_000;

    private readonly Lock gate = new();
    private readonly List<SlotEvent> events = [];
    private long last;
    private TaskCompletionSource arrival = NewArrival();
    private TaskCompletionSource? emptied;
    private TaskCompletionSource? drained;

    /// <summary>True when the reader should take some before more is added. Adding works all the same.</summary>
    public bool IsFull
    {
        get { lock (gate) return events.Count >= Capacity; }
    }

    /// <summary>Adds what came together, so that a reader gets it together, and wakes readers.</summary>
    public void Add(IReadOnlyList<(TrialRef Trial, TrialEvent Event)> burst)
    {
        lock (gate)
        {
            foreach (var (trial, happened) in burst)
            {
                if (happened is TrialProgress && events.Count >= ProgressCapacity) continue;
                events.Add(new SlotEvent(++last, trial, happened));
            }

            if (events.Count > 0) arrival.TrySetResult();
        }
    }

    /// <summary>Drops everything up to <paramref name="sequence"/>.</summary>
    public void Acknowledge(long sequence)
    {
        lock (gate)
        {
            events.RemoveAll(e => e.Sequence <= sequence);
            if (events.Count == 0) emptied?.TrySetResult();
            if (events.Count < Capacity) drained?.TrySetResult();
        }
    }

    /// <summary>Completes when there is room.</summary>
    public Task Room()
    {
        lock (gate) return events.Count < Capacity ? Task.CompletedTask : (drained = NewArrival()).Task;
    }

    /// <summary>Completes when everything so far was acknowledged.</summary>
    public Task Emptied()
    {
        lock (gate) return events.Count == 0 ? Task.CompletedTask : (emptied = NewArrival()).Task;
    }

    /// <summary>Events after <paramref name="sequence"/>, and a task that completes when there is one.</summary>
    public (IReadOnlyList<SlotEvent> Events, Task Arrival) After(long sequence)
    {
        lock (gate)
        {
            SlotEvent[] found = [.. events.Where(e => e.Sequence > sequence)];
            if (found.Length == 0 && arrival.Task.IsCompleted) arrival = NewArrival();
            return (found, found.Length > 0 ? Task.CompletedTask : arrival.Task);
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
