using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Experiments.Output;
using Sweep.Search.Slots;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Configuration;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Workers;

/// <summary>Owns the worker processes of this node. No grain: an activation may go when a silo leaves, a training must not.</summary>
public sealed class SlotHost : ISlotHost, IAsyncDisposable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<SlotName, WorkerSlot> slots = new();
    private readonly ConcurrentDictionary<SlotName, QuarantinedSlot> quarantined = new();
    private readonly Dictionary<string, int> devices;
    private readonly NodeOptions options;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly ITimer ticker;
    private readonly NodeMetrics? metrics;
    private readonly ICheckpointStore checkpoints;
    private Task? closed;

    public SlotHost(
        NodeOptions options, TimeProvider clock, ILogger<SlotHost> log, NodeMetrics? metrics = null, ICheckpointStore? checkpoints = null)
    {
        (this.options, this.clock, this.log, this.metrics) = (options, clock, log, metrics);
        this.checkpoints = checkpoints ?? new SharedFolderStore(new SweepFolders(options.CheckpointFolder));
        devices = options.AllDevices.ToDictionary(d => d.Device, d => Device.MaxSlots(d.Units), StringComparer.Ordinal);
        metrics?.Watch(() => options.AllDevices.Select(Load));
        ticker = clock.CreateTimer(_ => Tick(), null, TickPeriod, TickPeriod);
    }

    public string Incarnation { get; } = Guid.NewGuid().ToString("N")[..12];

    public IReadOnlyList<QuarantinedSlot> Quarantined => [.. quarantined.Values.OrderBy(q => q.Slot.Text, StringComparer.Ordinal)];

    public IReadOnlyList<BusySlot> Busy =>
        [.. slots.Select(s => s.Value.Busy(s.Key)).OfType<BusySlot>().OrderBy(b => b.Slot.Text, StringComparer.Ordinal)];

    public void Prepare()
    {
        foreach (var slot in options.SlotNames.Take(options.WarmWorkers)) Find(slot).Prepare();
    }

    public bool Run(SlotName slot, TrialOrder order)
    {
        var mine = Find(slot);
        return mine.Run(order, mine.Current is null ? MakeRoom(slot, order) : Task.CompletedTask);
    }

    public void Stop(SlotName slot, TrialRef trial, AttemptOutcome outcome, string? reason) => Find(slot).Stop(trial, outcome, reason);

    public OutputPart? ReadOutput(TrialRef trial, bool isError, long offset) => OutputSegment.Read(
        new SweepFolders(options.CheckpointFolder).Of(trial.Sweep, trial.Trial), isError ? OutputSegment.Error : OutputSegment.Out, offset);

    public void Quarantine(SlotName slot, string reason) => quarantined.TryAdd(slot, new QuarantinedSlot(slot, reason, Find(slot).Share));

    public async Task<SlotEvents> ReadEvents(SlotName slot, long afterSequence, TimeSpan wait, CancellationToken cancel)
    {
        var worker = Find(slot);
        worker.Events.Acknowledge(afterSequence);
        var (_, arrival) = worker.Events.After(afterSequence);
        // Where nothing runs nothing can come: the caller learns at once that its attempt is not here.
        if (!arrival.IsCompleted && wait > TimeSpan.Zero && worker.Current is not null) await arrival.EndsWithin(wait, clock, cancel);
        // The attempt first: when it is gone from the slot, its end is among the events.
        var current = worker.Current;
        return new SlotEvents(Incarnation, worker.Events.After(afterSequence).Events, current);
    }

    public Task Close(AttemptOutcome outcome = AttemptOutcome.Interrupted) => closed ??= CloseAll(outcome);

    // Where nobody reads, whoever coordinates next finds the attempts gone and plans them again.
    public Task Settle(TimeSpan limit) => Task.WhenAll(slots.Values.Select(slot => slot.Events.Emptied())).EndsWithin(limit, clock);

    public async ValueTask DisposeAsync()
    {
        await Close();
        await ticker.DisposeAsync();
    }

    private async Task CloseAll(AttemptOutcome outcome)
    {
        foreach (var slot in slots.Values) slot.BeginClose(outcome);
        await Task.WhenAll(slots.Values.Select(slot => slot.Close()));
    }

    /// <summary>Ends idle workers whose memory the trial may need. Bounded: one that does not die must not keep it from starting.</summary>
    private Task MakeRoom(SlotName slot, TrialOrder order)
    {
        var others = slots.Where(s => s.Value.Device == slot.Device).ToDictionary(s => s.Key.Index, s => s.Value);
        var isShort = false;
        foreach (var other in others.Values) isShort |= other.TakeOutOfMemory();
        others.Remove(slot.Index);
        var offer = options.AllDevices.First(d => d.Device == slot.Device);
        var surplus = WarmWorkers.Surplus(offer, WorkerSlot.NeedOf(order), others.Values.Select(o => o.Hold), isShort);
        return surplus.Count == 0
            ? Task.CompletedTask
            : Task.WhenAny(Task.WhenAll(surplus.Select(index => others[index].Dismiss())), Task.Delay(options.StopLimit, clock));
    }

    private void Tick()
    {
        foreach (var slot in slots.Values) slot.Tick();
    }

    private DeviceLoad Load(DeviceOffer offer)
    {
        WorkerSlot[] mine = [.. slots.Values.Where(slot => slot.Device == offer.Device)];
        var quarantine = quarantined.Keys.Count(slot => slot.Device == offer.Device);
        return new DeviceLoad(SlotMeter.Kind(offer.Device), offer.Units, mine.Count(s => s.Current is not null), quarantine,
            mine.Sum(s => s.TokensPerSecond));
    }

    /// <summary>Any index on a device of this node: its worker is made when it is first spoken to.</summary>
    private WorkerSlot Find(SlotName slot)
    {
        if (slots.TryGetValue(slot, out var found)) return found;
        if (slot.Node == options.Name && devices.TryGetValue(slot.Device, out var count) && slot.Index >= 0 && slot.Index < count)
        {
            var made = slots.GetOrAdd(slot, _ => new WorkerSlot(slot, options, checkpoints, clock, log, metrics));
            if (closed is not null) made.BeginClose(AttemptOutcome.Preempted);
            return made;
        }

        var ranges = string.Join(", ", devices.Select(d => $"{options.Name}/{d.Key}/0 to {options.Name}/{d.Key}/{d.Value - 1}"));
        throw new ArgumentException($"this node has no slot '{slot}', only {ranges}", nameof(slot));
    }
}
