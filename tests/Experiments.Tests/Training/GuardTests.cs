using Sweep.Contracts;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

/// <summary>The pure judges of a trial's numbers: divergence, impossible results, the best epoch.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_not_finite_is_divergence(double nats)
    {
        Assert.Contains("NaN or infinite in epoch 4", Divergence.OfLoss(nats, 4));
        Assert.Contains("NaN or infinite in epoch 4", Divergence.OfEpoch(nats, 28, 4, "training"));
    }

    [Fact]
    public void A_thousand_times_worse_than_guessing_is_divergence_and_less_is_not()
    {
        Assert.Null(Divergence.OfEpoch(Math.Log(28) + Math.Log(999), 28, 1, "training"));
        Assert.Contains("more than 1000 times the perplexity of guessing among 28 types",
            Divergence.OfEpoch(Math.Log(28) + Math.Log(1001), 28, 1, "training"));
    }

    [Fact]
    public void A_loss_that_is_no_choice_among_classes_diverges_only_when_it_is_not_finite()
    {
        Assert.Null(Divergence.OfEpoch(1e300, null, 1, "training"));
        Assert.Contains("NaN or infinite in epoch 1", Divergence.OfEpoch(double.NaN, null, 1, "training"));
    }

    [Fact]
    public void A_model_may_beat_the_process_by_chance_but_not_by_more_than_thirty_nats_on_the_tail()
    {
        Assert.Null(FloorAlarm.Check(meanNats: 1.02, idealNats: 1.0, tokens: 1000));
        Assert.Null(FloorAlarm.Check(meanNats: 0.971, idealNats: 1.0, tokens: 1000));
        Assert.Contains("the experiment is wrong", FloorAlarm.Check(meanNats: 0.969, idealNats: 1.0, tokens: 1000));
        Assert.Null(FloorAlarm.Check(meanNats: 0.1, idealNats: null, tokens: 1000));
    }

    [Theory]
    [InlineData(false, MetricSummary.Best, 2)]
    [InlineData(true, MetricSummary.Best, 3)]
    [InlineData(false, MetricSummary.Last, 5)]
    [InlineData(true, MetricSummary.Last, 5)]
    public void The_best_epoch_follows_the_goal_and_is_the_earliest_among_equals_or_the_last_one(
        bool maximize, MetricSummary summary, int epoch)
    {
        double[] values = [3, 1, 5, 1, 5];
        var without = new TrialReport { Epoch = 6, Metrics = new Dictionary<string, double>() };

        var best = BestEpoch.Of(values.Select((v, i) => Report(i + 1, v)).Append(without), "m", maximize, summary);

        Assert.Equal(epoch, best!.Epoch);
    }

    private static TrialReport Report(int epoch, double value) =>
        new() { Epoch = epoch, Metrics = new Dictionary<string, double> { ["m"] = value } };
}
