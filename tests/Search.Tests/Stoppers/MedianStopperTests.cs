using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

public sealed class MedianStopperTests
{
    [Fact]
    public void Nobody_stops_until_enough_others_have_reported_the_epoch()
    {
        var stopper = new LiveStopper(new MedianStopper(startupTrials: 2));
        stopper.Decide(0, 1, 1);

        Assert.Null(stopper.Decide(1, 1, 100));
        Assert.NotNull(stopper.Decide(2, 1, 100));
    }

    [Fact]
    public void Waits_for_five_others_by_default()
    {
        var stopper = new LiveStopper(new MedianStopper());
        for (var trial = 0; trial < 5; trial++) Assert.Null(stopper.Decide(trial, 1, trial));

        Assert.NotNull(stopper.Decide(5, 1, 100));
    }

    [Fact]
    public void Worse_than_the_median_of_the_others_stops_equal_goes_on()
    {
        var stopper = new LiveStopper(new MedianStopper(startupTrials: 3));
        foreach (var value in new[] { 1, 2, 3 }) stopper.Decide(value, 1, value);

        Assert.Null(stopper.Decide(10, 1, 2));
        Assert.Equal("median: its best value 2.5 is worse than the median 2 of 4 others at epoch 1", stopper.Decide(11, 1, 2.5)!.Reason);
    }

    [Fact]
    public void The_reason_shows_a_metric_to_maximize_with_its_own_sign()
    {
        var stopper = new LiveStopper(new MedianStopper(startupTrials: 1, maximize: true));
        stopper.Decide(0, 1, -0.9);

        Assert.Equal("median: its best value 0.5 is worse than the median 0.9 of 1 others at epoch 1", stopper.Decide(1, 1, -0.5)!.Reason);
    }

    [Fact]
    public void Median_of_an_even_number_is_the_middle_of_the_two_in_the_middle()
    {
        var stopper = new LiveStopper(new MedianStopper(startupTrials: 2));
        stopper.Decide(0, 1, 1);
        stopper.Decide(1, 1, 4);

        Assert.Null(stopper.Decide(2, 1, 2.5));
    }

    [Fact]
    public void The_best_value_so_far_counts_not_the_last()
    {
        var stopper = new LiveStopper(new MedianStopper(startupTrials: 1, warmup: 1));
        stopper.Decide(0, 2, 3);
        stopper.Decide(1, 1, 2);

        Assert.Null(stopper.Decide(1, 2, 10));
    }

    [Fact]
    public void Nobody_stops_while_warming_up()
    {
        var stopper = new LiveStopper(new MedianStopper(startupTrials: 1, warmup: 2));
        for (var epoch = 1; epoch <= 3; epoch++) stopper.Decide(0, epoch, 1);

        Assert.Null(stopper.Decide(1, 1, 10));
        Assert.Null(stopper.Decide(1, 2, 10));
        Assert.NotNull(stopper.Decide(1, 3, 10));
    }

    [Fact]
    public void A_repeated_report_changes_nothing()
    {
        var stopper = new LiveStopper(new MedianStopper(startupTrials: 1));
        Assert.Null(stopper.Decide(0, 1, 5));
        Assert.NotNull(stopper.Decide(1, 1, 9));

        Assert.Null(stopper.Decide(0, 1, 100));
        Assert.Null(stopper.Decide(2, 1, 7));
    }
}
