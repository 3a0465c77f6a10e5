using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>A sweep that an older version began kept no events of its first reports.</summary>
public sealed class LedgerStateTests
{
    private static readonly MetricRow[] Metrics = [new(0, 1, 5), new(0, 2, 4), new(1, 1, 7), new(1, 2, 6)];

    [Fact]
    public async Task Reports_without_an_event_are_those_of_the_older_version()
    {
        var found = new LedgerState([Row(0) with { EpochsDone = 2 }, Row(1) with { EpochsDone = 2 }]) { Events = [Told(1, 0, 2)] };

        var all = await found.WithUntold(() => Task.FromResult<IReadOnlyList<MetricRow>>(Metrics));

        Assert.Equal([new(0, 1, 5), new(1, 1, 7), new MetricRow(1, 2, 6)], all.Untold);
    }

    [Fact]
    public async Task What_is_reported_while_one_looks_is_not_taken_for_older()
    {
        var found = new LedgerState([Row(0) with { EpochsDone = 2 }, Row(1) with { EpochsDone = 1 }]) { Events = [Told(1, 0, 2)] };

        var all = await found.WithUntold(() => Task.FromResult<IReadOnlyList<MetricRow>>(Metrics));

        Assert.Equal([new(0, 1, 5), new MetricRow(1, 1, 7)], all.Untold);
    }

    [Fact]
    public async Task Where_events_tell_of_every_epoch_nothing_is_read()
    {
        var found = new LedgerState([Row(0) with { EpochsDone = 1 }, Row(1)]) { Events = [Told(1, 0, 1)] };

        var all = await found.WithUntold(() => throw new InvalidOperationException("nothing is to be read"));

        Assert.Empty(all.Untold);
    }

    private static SweepEvent Told(long number, int trial, int epoch) =>
        new() { Number = number, Kind = SweepEventKind.Report, Trial = trial, Epoch = epoch, Value = 1 };
}
