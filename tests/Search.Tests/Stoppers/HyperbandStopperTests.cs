using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

public sealed class HyperbandStopperTests
{
    [Fact]
    public void Bands_grow_from_min_iter_by_eta() =>
        Assert.Equal([1, 3, 9, 27], HyperbandStopper.FromMinIter(1, 3, true).Rungs.Take(4));

    [Fact]
    public void Bands_are_whole_parts_when_eta_is_a_fraction() =>
        Assert.Equal([2, 3, 4, 6, 10], HyperbandStopper.FromMinIter(2, 1.5, true).Rungs.Take(5));

    // The example of the W&B documentation: max_iter 27, s 2, eta 3 gives [9, 3].
    [Fact]
    public void Bands_go_down_from_max_iter_s_times() =>
        Assert.Equal([3, 9], HyperbandStopper.FromMaxIter(27, 2, 3, true).Rungs);

    [Fact]
    public void Bands_below_one_epoch_are_left_out() =>
        Assert.Equal([1, 2, 5], HyperbandStopper.FromMaxIter(10, 9, 2, true).Rungs);

    [Fact]
    public void Nobody_stops_before_the_first_band()
    {
        var stopper = new LiveStopper(HyperbandStopper.FromMinIter(3, 3, true));

        Assert.Null(stopper.Decide(0, 1, 1));
        Assert.Null(stopper.Decide(1, 1, 100));
        Assert.Null(stopper.Decide(1, 2, 100));
    }

    [Fact]
    public void The_first_at_a_band_goes_on() =>
        Assert.Null(new LiveStopper(HyperbandStopper.FromMinIter(1, 3, true)).Decide(0, 1, 100));

    [Fact]
    public void Only_the_best_share_goes_on()
    {
        var stopper = new LiveStopper(HyperbandStopper.FromMinIter(1, 3, true));
        foreach (var trial in Enumerable.Range(1, 5)) stopper.Decide(trial, 1, trial);

        // Of six values 0.5, 1..5 the one at index 6/3 is 2: 2 goes on, 2.5 does not.
        Assert.Null(stopper.Decide(6, 1, 0.5));
        Assert.StartsWith("hyperband: 2.5 at epoch 1", stopper.Decide(7, 1, 2.5)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_stops_between_bands_when_the_limit_has_moved_below_it()
    {
        var stopper = new LiveStopper(HyperbandStopper.FromMinIter(1, 3, true));
        Assert.Null(stopper.Decide(0, 1, 5));
        foreach (var trial in Enumerable.Range(1, 4)) stopper.Decide(trial, 1, trial);

        // Bands are 1, 3, ...: at epoch 2 the value 5 of epoch 1 is held against 2, the one at index 5/3 of 1..5.
        Assert.NotNull(stopper.Decide(0, 2, 1));
    }

    [Fact]
    public void Strict_compares_the_value_at_the_band_else_the_best_so_far()
    {
        string? Fate(bool strict)
        {
            var stopper = new LiveStopper(HyperbandStopper.FromMinIter(2, 3, strict));
            stopper.Decide(0, 2, 3);
            stopper.Decide(1, 1, 1);
            return stopper.Decide(1, 2, 4)?.Reason;
        }

        Assert.NotNull(Fate(strict: true));
        Assert.Null(Fate(strict: false));
    }

    // The doctest of wandb/sweeps hyperband_stop_runs: max_iter 5, eta 2, s 2 (bands 1 and 2), not strict there by default;
    // b stops, c and d go on at band 1.
    [Fact]
    public void Decides_as_the_example_of_the_reference_implementation()
    {
        var stopper = new LiveStopper(HyperbandStopper.FromMaxIter(5, 2, 2, false));
        double[][] histories = [[10, 9], [10, 10], [10, 8, 8], [10, 7, 7], [10, 6, 6]];
        for (var trial = 0; trial < 5; trial++) stopper.Decide(trial, 1, histories[trial][0]);
        foreach (var trial in new[] { 4, 3, 0, 2 }) stopper.Decide(trial, 2, histories[trial][1]);

        // Values at epoch 2 are 6 7 8 9 10, the one at index 5/2 is 8.
        Assert.NotNull(stopper.Decide(1, 2, 10));
        Assert.Null(stopper.Decide(2, 3, 8));
        Assert.Null(stopper.Decide(3, 3, 7));
    }

    [Fact]
    public void A_repeated_report_changes_nothing()
    {
        var stopper = new LiveStopper(HyperbandStopper.FromMinIter(1, 3, true));
        Assert.Null(stopper.Decide(0, 1, 5));
        Assert.Null(stopper.Decide(1, 1, 1));

        Assert.Null(stopper.Decide(0, 1, 5));
        Assert.Null(stopper.Decide(0, 1, 999));

        // Held against 5, the one at index 3/3 of 1 5 6; had 999 been taken, of 1 6 999.
        Assert.NotNull(stopper.Decide(2, 1, 6));
    }

    [Fact]
    public void A_value_that_is_no_number_is_not_compared()
    {
        var stopper = new LiveStopper(HyperbandStopper.FromMinIter(1, 3, true));

        Assert.Null(stopper.Decide(0, 1, double.NaN));
        Assert.Null(stopper.Decide(1, 1, 5));
    }
}
