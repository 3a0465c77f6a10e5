using System.Collections.Concurrent;
using System.Diagnostics;
using Sweep.Contracts;
using Sweep.Silo.Workers;

namespace Sweep.Bench.Scale;

/// <summary>The slots of every simulated node: workers that say what real ones say, at the times at which they would,
/// and compute nothing.</summary>
/// <param name="epochs">Reports of a trial.</param>
/// <param name="trialSeconds">Mean duration of a trial; each lasts 0.8 to 1.2 times that.</param>
internal sealed class SimulatedSlots(int epochs, double trialSeconds) : ISlotHost, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<SlotName, Slot> slots = new();
    private readonly PriorityQueue<(Slot Slot, TrialRef Trial, int Epoch, double Seconds), long> agenda = new();
    private readonly CancellationTokenSource ending = new();
    private Task playing = Task.CompletedTask;

    public string Incarnation => "1";

    public IReadOnlyList<QuarantinedSlot> Quarantined => [];

    public IReadOnlyList<BusySlot> Busy =>
        [.. slots.Where(s => s.Value.Current is not null).Select(s => new BusySlot(s.Key, s.Value.Current!))];

    public void Prepare()
    {
        // Nothing to start early: these workers are no processes.
    }

    public void Begin() => playing = Play();

    /// <summary>What the nodes' signs of life say of their slots.</summary>
    public ILookup<string, BusySlot> BusyByNode() => Busy.ToLookup(b => b.Slot.Node);

    public bool Run(SlotName slot, TrialOrder order)
    {
        var mine = slots.GetOrAdd(slot, _ => new Slot());
        if (Interlocked.CompareExchange(ref mine.Current, order.Trial, null) is { } holder) return holder == order.Trial;
        mine.Events.Add([(order.Trial, new TrialStarted { Epochs = epochs })]);
        // Durations differ from trial to trial and are the same in every run.
        var seconds = trialSeconds * (0.8 + (0.4 * (order.Trial.Trial * 0.6180339887 % 1)));
        Plan(mine, order.Trial, 1, seconds / epochs);
        return true;
    }

    public async Task<SlotEvents> ReadEvents(SlotName slot, long afterSequence, TimeSpan wait, CancellationToken cancel)
    {
        var mine = slots.GetOrAdd(slot, _ => new Slot());
        mine.Events.Acknowledge(afterSequence);
        var (_, arrival) = mine.Events.After(afterSequence);
        if (!arrival.IsCompleted && wait > TimeSpan.Zero && mine.Current is not null)
        {
            try
            {
                await arrival.WaitAsync(wait, cancel);
            }
            catch (TimeoutException)
            {
                // Nothing happened.
            }
        }

        var current = mine.Current;
        return new SlotEvents(Incarnation, mine.Events.After(afterSequence).Events, current);
    }

    public void Stop(SlotName slot, TrialRef trial, AttemptOutcome outcome, string? reason)
    {
        // No early stopping in this benchmark, and nobody cancels.
    }

    public OutputPart? ReadOutput(TrialRef trial, bool isError, long offset) => null;

    public void Quarantine(SlotName slot, string reason) => throw new InvalidOperationException($"{slot} was put aside: {reason}");

    public async Task Close(AttemptOutcome outcome = AttemptOutcome.Interrupted)
    {
        if (ending.IsCancellationRequested) return;
        await ending.CancelAsync();
        await playing;
    }

    public Task Settle(TimeSpan limit) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Close();
        ending.Dispose();
    }

    private void Plan(Slot slot, TrialRef trial, int epoch, double seconds)
    {
        lock (agenda) agenda.Enqueue((slot, trial, epoch, seconds), Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency));
    }

    private async Task Play()
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                while (Due() is var (slot, trial, epoch, seconds)) Speak(slot, trial, epoch, seconds);
            }
        }
        catch (OperationCanceledException)
        {
            // The benchmark is over.
        }
    }

    private (Slot Slot, TrialRef Trial, int Epoch, double Seconds)? Due()
    {
        lock (agenda) return agenda.TryPeek(out _, out var at) && at <= Stopwatch.GetTimestamp() ? agenda.Dequeue() : null;
    }

    private void Speak(Slot slot, TrialRef trial, int epoch, double seconds)
    {
        var report = new TrialReport
        {
            Epoch = epoch,
            Metrics = new Dictionary<string, double> { ["loss"] = 1.0 / epoch, ["score"] = -1.0 / epoch },
            Seconds = seconds
        };
        if (epoch < epochs)
        {
            slot.Events.Add([(trial, report)]);
            Plan(slot, trial, epoch + 1, seconds);
            return;
        }

        slot.Events.Add([(trial, report), (trial, new TrialEnded { Outcome = AttemptOutcome.Completed })]);
        slot.Current = null;
    }

    private sealed class Slot
    {
        public readonly EventBuffer Events = new();
        public TrialRef? Current;
    }
}
