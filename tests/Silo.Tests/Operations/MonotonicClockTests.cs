using Sweep.Silo.Operations;

namespace Sweep.Silo.Tests.Operations;

public sealed class MonotonicClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_wall_clock_that_is_set_back_stops_no_lease()
    {
        var wall = new Stepped();
        var steady = new MonotonicClock(wall);

        wall.Pass(TimeSpan.FromSeconds(5));
        wall.Step = TimeSpan.FromHours(-1);
        wall.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(Start + TimeSpan.FromSeconds(10), steady.Now);
        Assert.Equal(Start + TimeSpan.FromSeconds(5) + wall.Step, steady.ToWall(Start + TimeSpan.FromSeconds(5)));
    }

    /// <summary>A machine whose wall clock somebody sets while time passes.</summary>
    private sealed class Stepped : TimeProvider
    {
        private TimeSpan passed;

        public TimeSpan Step { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => passed += time;

        public override DateTimeOffset GetUtcNow() => Start + passed + Step;

        public override long GetTimestamp() => passed.Ticks;
    }
}
