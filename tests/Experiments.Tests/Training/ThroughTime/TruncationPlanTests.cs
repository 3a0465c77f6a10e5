using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Tests.Training.ThroughTime;

/// <summary>Where back-propagation is cut.</summary>
public sealed class TruncationPlanTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 40)]
    [InlineData(0.25, 1)]
    [InlineData(0.25, 40)]
    [InlineData(0.99, 7)]
    public void Every_window_is_read_once_forward_and_once_backward(double cut, int windows)
    {
        var plan = TruncationPlan.For(cut, windows, new TrialSeeds(3), 1);

        Assert.Equal(2 * windows, plan.Steps);
        var stretches = Enumerable.Range(0, plan.Steps).GroupBy(plan.At).ToList();
        Assert.All(stretches, one => Assert.Equal(Enumerable.Range(one.Key.FirstStep, 2 * one.Key.Count), one));
        Assert.Equal(Enumerable.Range(0, windows), stretches.SelectMany(one => Enumerable.Range(one.Key.First, one.Key.Count)));
    }

    [Fact]
    public void Windows_count_as_read_while_a_stretch_is_read_forward()
    {
        var plan = TruncationPlan.For(0, 3, new TrialSeeds(3), 1);

        Assert.Equal([0, 1, 2, 3, 3, 3, 3], Enumerable.Range(0, 7).Select(plan.Read));
    }

    [Fact]
    public void Without_cuts_all_windows_are_one_stretch_of_equal_shares()
    {
        var plan = TruncationPlan.For(0, 8, new TrialSeeds(3), 1);

        Assert.Equal(new Stretch(0, 8), plan.At(15));
        Assert.Equal((1.0, 0.125), (plan.Pass, plan.Share));
    }

    [Theory]
    [InlineData(1e-17)]
    [InlineData(1e-9)]
    [InlineData(1e-7)]
    public void However_seldom_it_cuts_the_share_is_known_to_its_digits(double cut)
    {
        const int Windows = 50;
        var plan = TruncationPlan.For(cut, Windows, new TrialSeeds(3), 1);

        // p / (1 - (1 - p)^n) = (1 + (n - 1) p / 2 + (n^2 - 1) p^2 / 12 + ...) / n
        var expected = 1 + ((Windows - 1) * cut / 2) + (((Windows * Windows) - 1) * cut * cut / 12);
        Assert.Equal(expected, Windows * plan.Share, 1e-14);
    }

    [Fact]
    public void Cuts_depend_on_seed_and_epoch_alone()
    {
        string Plan(long seed, int epoch) =>
            string.Join(' ', Enumerable.Range(0, 200).Select(TruncationPlan.For(0.3, 100, new TrialSeeds(seed), epoch).At).Distinct());

        Assert.Equal(Plan(1, 2), Plan(1, 2));
        Assert.NotEqual(Plan(1, 2), Plan(1, 3));
        Assert.NotEqual(Plan(1, 2), Plan(2, 2));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void The_share_of_a_window_is_one_over_the_mean_length_of_the_first_stretch(double cut)
    {
        const int Epochs = 4000;
        var plans = Enumerable.Range(1, Epochs).Select(epoch => TruncationPlan.For(cut, 12, new TrialSeeds(5), epoch)).ToList();

        var mean = plans.Average(plan => plan.At(0).Count);

        // A length of at most 12 has a standard deviation below 6: four standard errors.
        Assert.Equal(1 / plans[0].Share, mean, 4 * 6 / Math.Sqrt(Epochs));
        Assert.Equal(1 / (1 - cut), plans[0].Pass, 1e-12);
    }
}
