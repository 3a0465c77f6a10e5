using Sweep.Client.Progress;
using static Sweep.Client.Tests.Progress.Snapshots;

namespace Sweep.Client.Tests.Progress;

public sealed class WorkLeftTests
{
    private static readonly Dictionary<string, double> NoSpeeds = [];

    [Fact]
    public void Without_recorded_speeds_epochs_are_counted()
    {
        var work = new WorkLeft([Trial(0, 10), Trial(1, 10), Trial(2, 10)], NoSpeeds);

        Assert.Equal(30, work.Total);
        Assert.Equal(10 + 5.5, work.At(Of(1, 1, Busy(1, done: 4, epochs: 10, fraction: 0.5))));
    }

    [Fact]
    public void Recorded_seconds_weigh_slow_configurations_more()
    {
        var work = new WorkLeft([Trial(0, 10, "fast"), Trial(1, 10, "slow")], new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 9 });

        Assert.Equal(100, work.Total);
        Assert.Equal(90, work.At(Of(1, 1)));
    }

    [Fact]
    public void Unknown_speed_counts_as_the_mean_of_the_known()
    {
        var work = new WorkLeft([Trial(0, 1, "a"), Trial(1, 1, "b"), Trial(2, 1, "new")], new Dictionary<string, double> { ["a"] = 2, ["b"] = 4 });

        Assert.Equal(2 + 4 + 3, work.Total);
    }

    [Fact]
    public void Sweep_whose_trials_are_all_final_has_no_work_left()
    {
        var work = new WorkLeft([Trial(0, 10), Trial(1, 10)], NoSpeeds);

        Assert.Equal(0, work.At(Of(0, 2)));
    }
}
