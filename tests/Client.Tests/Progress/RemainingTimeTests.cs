using Sweep.Client.Progress;

namespace Sweep.Client.Tests.Progress;

public sealed class RemainingTimeTests
{
    [Fact]
    public void Nothing_is_said_before_work_was_done()
    {
        var remaining = new RemainingTime();

        Assert.Null(remaining.Estimate(TimeSpan.Zero, 100));
        Assert.Null(remaining.Estimate(TimeSpan.FromMinutes(1), 100));
    }

    [Fact]
    public void Rate_so_far_is_carried_on()
    {
        var remaining = new RemainingTime();
        remaining.Estimate(TimeSpan.Zero, 101);
        remaining.Estimate(TimeSpan.Zero, 100);

        Assert.Equal(TimeSpan.FromSeconds(30), remaining.Estimate(TimeSpan.FromSeconds(10), 75));
    }

    [Fact]
    public void Slow_start_of_the_workers_does_not_count()
    {
        var remaining = new RemainingTime();
        remaining.Estimate(TimeSpan.Zero, 100);
        remaining.Estimate(TimeSpan.FromMinutes(1), 99);

        Assert.Equal(TimeSpan.FromSeconds(20), remaining.Estimate(TimeSpan.FromSeconds(70), 66));
    }

    [Fact]
    public void Work_of_an_earlier_run_does_not_count_as_speed()
    {
        var remaining = new RemainingTime();
        remaining.Estimate(TimeSpan.Zero, 20);
        remaining.Estimate(TimeSpan.Zero, 18);

        Assert.Equal(TimeSpan.FromSeconds(20), remaining.Estimate(TimeSpan.FromSeconds(10), 12));
    }

    [Fact]
    public void No_work_left_is_no_time_left()
    {
        Assert.Equal(TimeSpan.Zero, new RemainingTime().Estimate(TimeSpan.FromSeconds(1), 0));
    }
}
