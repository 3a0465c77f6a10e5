using Sweep.Contracts;
using Sweep.Reports.Progress;

namespace Sweep.Reports.Tests.Progress;

/// <summary>What a live view shows of curves, from snapshots alone.</summary>
public sealed class SeenCurvesTests
{
    private readonly SeenCurves seen = new("loss", maximize: false);

    [Fact]
    public void A_curve_has_a_value_for_each_epoch_that_was_seen()
    {
        Look((0, 1, 5.0), (1, 1, 4.0));
        Look((0, 1, 5.0), (1, 2, 3.0));
        Look((0, 2, 4.5), (1, 2, 3.0));

        Assert.Equal([5, 4.5], seen.Of(0));
        Assert.Equal([4, 3], seen.Of(1));
        Assert.Empty(seen.Of(2));
    }

    [Fact]
    public void An_attempt_that_begins_anew_begins_a_new_curve_and_one_that_ended_has_none()
    {
        Look((0, 5, 2.0));
        Look((0, 3, 3.0));

        Assert.Equal([3], seen.Of(0));
        Look();
        Assert.Empty(seen.Of(0));
    }

    [Theory]
    [InlineData(false, "best loss 1.000 (cells/1)")]
    [InlineData(true, "best loss 5.000 (cells/0)")]
    public void The_best_is_kept_after_its_trial_has_ended(bool maximize, string best)
    {
        var curves = new SeenCurves("loss", maximize);
        Assert.Equal("", curves.Best);

        curves.Look([Trial(0, 1, 5), Trial(1, 1, 1)]);
        curves.Look([Trial(2, 1, 3), Trial(3, 1, double.NaN)]);

        Assert.Equal(best, curves.Best);
    }

    private void Look(params (int Trial, int Epochs, double Metric)[] running) =>
        seen.Look([.. running.Select(trial => Trial(trial.Trial, trial.Epochs, trial.Metric))]);

    private static RunningTrial Trial(int number, int epochs, double metric) =>
        Snapshots.Busy(number, epochs, 10) with { Metric = metric };
}
