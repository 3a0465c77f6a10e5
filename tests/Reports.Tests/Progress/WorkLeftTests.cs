using Sweep.Contracts;
using Sweep.Reports.Progress;
using static Sweep.Reports.Tests.Progress.Snapshots;

namespace Sweep.Reports.Tests.Progress;

public sealed class WorkLeftTests
{
    private static readonly Dictionary<CostKey, double> NoSpeeds = [];

    [Fact]
    public void Fraction_counts_epochs_of_running_trials_too()
    {
        var work = new WorkLeft([Trial(0, 10), Trial(1, 10), Trial(2, 10)], NoSpeeds);

        Assert.Equal(14.5 / 30, work.Fraction(Of(1, 1, Busy(1, done: 4, epochs: 10, fraction: 0.5))), 12);
    }

    [Fact]
    public void Epochs_of_a_trial_that_waits_again_count() =>
        Assert.Equal(0.35, new WorkLeft([Trial(0, 20)], NoSpeeds).Fraction(Of(1, 0) with { EpochsDone = 7, Epochs = 20 }), 12);

    [Fact]
    public void Where_nobody_knows_the_epochs_trials_are_counted()
    {
        var work = new WorkLeft([Trial(0, 0), Trial(1, 0), Trial(2, 0), Trial(3, 0)], new Dictionary<CostKey, double> { [""] = 1 });
        var halfway = Of(1, 1, Busy(1, done: 9, epochs: 0), Busy(2, done: 5, epochs: 10));

        Assert.Equal(1.5 / 4, work.Fraction(halfway), 12);
        Assert.Null(work.Time(halfway));
    }

    [Fact]
    public void Nothing_is_left_when_all_trials_are_final() =>
        Assert.Equal(1, new WorkLeft([Trial(0, 10), Trial(1, 10)], NoSpeeds).Fraction(Of(0, 2)));

    [Fact]
    public void No_time_is_said_before_a_speed_is_known() =>
        Assert.Null(new WorkLeft([Trial(0, 10)], NoSpeeds).Time(Of(0, 0, Busy(0, 0, 10))));

    [Fact]
    public void Recorded_speeds_tell_the_time_from_the_start()
    {
        var work = new WorkLeft(
            [Trial(0, 10, "fast"), Trial(1, 10, "slow")], new Dictionary<CostKey, double> { ["fast"] = 1, ["slow"] = 9 });

        Assert.Equal(TimeSpan.FromSeconds(10 + 90), work.Time(Of(1, 0, Busy(0, 0, 10))));
    }

    [Fact]
    public void Seen_speed_replaces_the_recorded_one()
    {
        var work = new WorkLeft([Trial(0, 10, "a")], new Dictionary<CostKey, double> { ["a"] = 1 });

        Assert.Equal(TimeSpan.FromSeconds(15), work.Time(Of(0, 0, Busy(0, 5, 10) with { EpochSeconds = 3 })));
    }

    [Fact]
    public void Unknown_speed_counts_as_the_mean_of_the_known()
    {
        var work = new WorkLeft(
            [Trial(0, 1, "a"), Trial(1, 1, "b"), Trial(2, 1, "new")], new Dictionary<CostKey, double> { ["a"] = 2, ["b"] = 4 });

        Assert.Equal(TimeSpan.FromSeconds(2 + 4 + 3), work.Time(Of(2, 0, Busy(0, 0, 1))));
    }

    [Fact]
    public void Very_many_waiting_trials_are_shared_by_the_slots_and_counted_as_they_start()
    {
        // 20,000 trials of 2 epochs, every second one of them twice as slow.
        var work = new WorkLeft([.. Enumerable.Range(0, 20_000).Select(n => Trial(n, 2, n % 2 == 0 ? "fast" : "slow"))],
            new Dictionary<CostKey, double> { ["fast"] = 1, ["slow"] = 2 });

        foreach (var waiting in (int[])[19_998, 5_000, 12_000, 500, 0, 19_998])
        {
            var now = Of(waiting, 19_998 - waiting, Busy(0, 2, 2), Busy(1, 2, 2));

            Assert.Equal(1 - (waiting / 20_000.0), work.Fraction(now), 12);
            // Half of them take 2 s and half take 4 s, on two slots; the last one ends up to 4 s after the other slot.
            Assert.Equal(waiting * 1.5, work.Time(now)!.Value.TotalSeconds, tolerance: 4.0);
        }
    }

    [Fact]
    public void Waiting_trials_go_to_the_slot_that_is_free_first()
    {
        var work = new WorkLeft(
            [Trial(0, 10, "a"), Trial(1, 4, "a"), Trial(2, 5, "a"), Trial(3, 1, "a")], new Dictionary<CostKey, double> { ["a"] = 1 });

        Assert.Equal(TimeSpan.FromSeconds(10), work.Time(Of(2, 0, Busy(0, 0, 10), Busy(1, 0, 4))));
    }

    [Fact]
    public void One_long_trial_is_not_shared_between_slots()
    {
        var work = new WorkLeft([Trial(0, 100, "a"), Trial(1, 2, "a")], new Dictionary<CostKey, double> { ["a"] = 1 });

        Assert.Equal(TimeSpan.FromSeconds(100), work.Time(Of(0, 0, Busy(0, 0, 100), Busy(1, 0, 2))));
    }
}
