using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Silo.Hosting;
using Sweep.Silo.Slots;

namespace Sweep.Silo.Workers;

/// <summary>Owns the worker processes of this node. A singleton, not a grain: an activation may be dropped when another silo leaves, a training must not.</summary>
public sealed class SlotHost : ISlotHost, IAsyncDisposable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, WorkerSlot> slots;
    private readonly TimeProvider clock;
    private readonly ITimer ticker;
    private Task? closed;

    public SlotHost(NodeOptions options, TimeProvider clock, ILogger<SlotHost> log)
    {
        this.clock = clock;
        slots = options.SlotNames.ToDictionary(name => name, name => new WorkerSlot(SlotName.Parse(name), options, clock, log), StringComparer.Ordinal);
        ticker = clock.CreateTimer(_ => Tick(), null, TickPeriod, TickPeriod);
    }

    public string Incarnation { get; } = Guid.NewGuid().ToString("N")[..12];

    public bool Run(string slot, TrialOrder order) => Find(slot).Run(order);

    public void Stop(string slot, TrialRef trial, AttemptOutcome outcome, string? reason) => Find(slot).Stop(trial, outcome, reason);

    public async Task<SlotEvents> ReadEvents(string slot, long afterSequence, TimeSpan wait, CancellationToken cancel)
    {
        var worker = Find(slot);
        worker.Events.Acknowledge(afterSequence);
        var (_, arrival) = worker.Events.After(afterSequence);
        // Where nothing runs nothing can come: the caller learns at once that its attempt is not here.
        if (!arrival.IsCompleted && wait > TimeSpan.Zero && worker.Current is not null)
        {
            try
            {
                await arrival.WaitAsync(wait, clock, cancel);
            }
            catch (TimeoutException)
            {
                // Nothing happened: an empty answer says so.
            }
        }

        // The attempt first: when it is gone from the slot, its end is among the events.
        var current = worker.Current;
        return new SlotEvents(Incarnation, worker.Events.After(afterSequence).Events, current);
    }

    public Task Close() => closed ??= CloseAll();

    public async ValueTask DisposeAsync()
    {
        await Close();
        await ticker.DisposeAsync();
    }

    private async Task CloseAll()
    {
        foreach (var slot in slots.Values) slot.BeginClose();
        await Task.WhenAll(slots.Values.Select(slot => slot.Close()));
    }

    private void Tick()
    {
        foreach (var slot in slots.Values) slot.Tick();
    }

    private WorkerSlot Find(string slot) => slots.TryGetValue(slot, out var found)
        ? found
        : throw new ArgumentException($"this node has no slot '{slot}', only {string.Join(", ", slots.Keys)}", nameof(slot));
}
