using Microsoft.Extensions.Logging.Abstractions;
using Sweep.Contracts;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

/// <summary>A program may report faster than anybody can store it; its node keeps no more than a bounded number of events.</summary>
public sealed class FullBufferTests : IDisposable
{
    private const string Slot = "n/cpu/0";

    /// <summary>Many times what is kept, and what lies in pipes.</summary>
    private const int Reports = 100_000;

    private static readonly string Flood =
        $$$"""
        {{{Scripts.Ready}}}
        read line
        seq {{{Reports}}} | sed 's/.*/{"type":"report","epoch":&,"metrics":{"loss":1}}/'
        {{{Scripts.Completed}}}
        read line
        """;

    private readonly Scripts scripts = new();

    public void Dispose() => scripts.Dispose();

    [Fact]
    public async Task Every_report_of_a_flood_arrives_in_order_and_few_are_kept_at_a_time()
    {
        await using var host = new SlotHost(scripts.Node(Flood), TimeProvider.System, NullLogger<SlotHost>.Instance);
        host.Run(Slot, Orders.For(0));

        var (last, most) = (0L, 0);
        var epochs = new List<int>();
        while (last <= Reports)
        {
            var read = await host.ReadEvents(Slot, last, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.NotEmpty(read.Events);
            most = Math.Max(most, read.Events.Count);
            epochs.AddRange(read.Events.Select(e => e.Event).OfType<TrialReport>().Select(report => report.Epoch));
            last = read.Events[^1].Sequence;
        }

        Assert.Equal(Enumerable.Range(1, Reports), epochs);
        // A burst is what one read of a pipe brings.
        Assert.InRange(most, 1, 2 * EventBuffer.Capacity);
    }

    [Fact]
    public async Task A_trial_whose_reports_nobody_takes_ends_when_it_is_told_to()
    {
        await using var host = new SlotHost(scripts.Node(Flood), TimeProvider.System, NullLogger<SlotHost>.Instance);
        host.Run(Slot, Orders.For(0));
        var read = await host.ReadEvents(Slot, 0, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        while (read.Events.Count < EventBuffer.Capacity)
            read = await host.ReadEvents(Slot, 0, TimeSpan.Zero, TestContext.Current.CancellationToken);

        host.Stop(Slot, new TrialRef("cells", 0, 1), AttemptOutcome.Cancelled, "enough");

        while (read.Current is not null)
            read = await host.ReadEvents(Slot, 0, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.IsType<TrialEnded>(read.Events[^1].Event);
    }
}
