using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Search.Slots;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Hosting;

/// <summary>Offers a node's devices to the broker, again and again as a sign of life, until the node leaves.</summary>
internal sealed partial class SlotOffer(NodeOptions options, ISlotHost slots, ISlotBrokerGrain broker, TimeProvider clock, ILogger log)
    : IDisposable
{
    /// <summary>A node that leaves does not wait longer for a broker that may be leaving, too: its trials need the time.</summary>
    private static readonly TimeSpan PartingLimit = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private readonly CancellationTokenSource ending = new();
    private Task repeating = Task.CompletedTask;

    /// <summary>True when the node is about to leave: it gets no new trials. Told with the next offer.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Offers once, then in the background: when the silo of the broker dies in this moment, the next offer counts.</summary>
    public async Task Begin()
    {
        await Quietly(() => broker.Offer(Current()));
        repeating = Repeat();
    }

    /// <summary>Tells at once that the node is about to leave.</summary>
    public Task Drain()
    {
        IsDraining = true;
        return Quietly(() => broker.Offer(Current()).WaitAsync(PartingLimit, clock));
    }

    public async Task End()
    {
        await ending.CancelAsync();
        await repeating;
        await Quietly(() => broker.Withdraw(options.Name, slots.Incarnation).WaitAsync(PartingLimit, clock));
    }

    public void Dispose() => ending.Dispose();

    private NodeOffer Current() => new()
    {
        Node = options.Name,
        Incarnation = slots.Incarnation,
        Host = Environment.MachineName,
        Version = typeof(SlotOffer).Assembly.GetName().Version?.ToString(3) ?? "",
        StartedAt = startedAt,
        Draining = IsDraining,
        Devices = options.AllDevices,
        Quarantined = slots.Quarantined,
        Busy = slots.Busy,
    };

    private async Task Repeat()
    {
        try
        {
            while (true)
            {
                await Task.Delay(SlotLease.Renewal, clock, ending.Token);
                await Quietly(() => broker.Offer(Current()));
            }
        }
        catch (OperationCanceledException)
        {
            // The node leaves.
        }
    }

    private async Task Quietly(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            LogSilent(options.Name, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Node}: the slot broker gave no answer: {Error}")]
    private partial void LogSilent(string node, string error);
}
