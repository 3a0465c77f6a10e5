using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Silo.Slots;

namespace Sweep.Silo.Hosting;

/// <summary>Offers a node's slots to the broker, again and again as a sign of life, until the node leaves.</summary>
internal sealed partial class SlotOffer(NodeOptions options, string incarnation, ISlotBrokerGrain broker, TimeProvider clock, ILogger log) : IDisposable
{
    private readonly CancellationTokenSource ending = new();
    private Task repeating = Task.CompletedTask;

    /// <summary>Offers once, then in the background.</summary>
    public async Task Begin()
    {
        await broker.Offer(options.Name, incarnation, options.SlotNames);
        repeating = Repeat();
    }

    /// <summary>Withdraws the slots.</summary>
    public async Task End()
    {
        await ending.CancelAsync();
        await repeating;
        await Quietly(() => broker.Withdraw(options.Name, incarnation));
    }

    public void Dispose() => ending.Dispose();

    private async Task Repeat()
    {
        try
        {
            while (true)
            {
                await Task.Delay(SlotBrokerGrain.Renewal, clock, ending.Token);
                await Quietly(() => broker.Offer(options.Name, incarnation, options.SlotNames));
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Node}: the slot broker gave no answer: {Error}")]
    private partial void LogSilent(string node, string error);
}
