using Microsoft.Extensions.Time.Testing;
using Sweep.Silo.Sweeps;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>What counts against a sweep's time budget.</summary>
public sealed class RunningClockTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Waiting_for_slots_does_not_count()
    {
        var running = new RunningClock(TimeSpan.FromHours(1), clock);

        clock.Advance(TimeSpan.FromMinutes(10));
        running.Note(isBusy: true);
        clock.Advance(TimeSpan.FromMinutes(2));
        running.Note(isBusy: true);
        clock.Advance(TimeSpan.FromMinutes(3));
        running.Note(isBusy: false);
        clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(TimeSpan.FromMinutes(65), running.Elapsed);
    }

    [Fact]
    public void It_passes_while_nothing_is_noted()
    {
        var running = new RunningClock(TimeSpan.Zero, clock);

        running.Note(isBusy: true);
        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(TimeSpan.FromMinutes(2), running.Elapsed);
    }
}
