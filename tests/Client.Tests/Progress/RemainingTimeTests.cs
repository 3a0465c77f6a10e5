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
        remaining.Estimate(TimeSpan.Zero, 100);

        Assert.Equal(TimeSpan.FromSeconds(30), remaining.Estimate(TimeSpan.FromSeconds(10), 75));
    }

    [Fact]
    public void Work_of_an_earlier_run_does_not_count_as_speed()
    {
        var remaining = new RemainingTime();
        remaining.Estimate(TimeSpan.Zero, 20);

        Assert.Equal(TimeSpan.FromSeconds(10), remaining.Estimate(TimeSpan.FromSeconds(10), 10));
    }

    [Fact]
    public void No_work_left_is_no_time_left()
    {
        Assert.Equal(TimeSpan.Zero, new RemainingTime().Estimate(TimeSpan.FromSeconds(1), 0));
    }
}
