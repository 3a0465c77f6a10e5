using Sweep.Silo.Hosting;

namespace Sweep.Silo.Tests.Hosting;

public sealed class BootTimeProviderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public void A_clock_that_is_set_makes_no_time_pass(int hours)
    {
        var machine = new Machine { Wall = Noon };
        var steady = new BootTimeProvider(machine);

        machine.Pass(TimeSpan.FromMinutes(3));
        machine.Wall += TimeSpan.FromHours(hours);
        machine.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(Noon.AddMinutes(5), steady.GetUtcNow());
    }

    [Fact]
    public void It_begins_with_the_wall_clock() =>
        Assert.InRange(new BootTimeProvider(TimeProvider.System)
            .GetUtcNow() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));

    /// <summary>A wall clock that can be set, beside a measure of time that cannot.</summary>
    private sealed class Machine : TimeProvider
    {
        private TimeSpan passed = TimeSpan.FromDays(1);

        public DateTimeOffset Wall { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => (Wall, passed) = (Wall + time, passed + time);

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => passed.Ticks;
    }
}
