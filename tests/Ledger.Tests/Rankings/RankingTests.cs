using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;

namespace Sweep.Ledger.Tests.Rankings;

public sealed class RankingTests
{
    [Fact]
    public void Configurations_that_the_data_cannot_separate_share_a_rank()
    {
        var ranked = Rank(false, ("gru", [12.1, 11.8, 12.6, 12.0, 12.9]), ("lstm", [11.2, 11.5, 11.0]), ("rnn", [12.2, 11.9, 12.4]));

        // Welch's p by scipy: lstm-rnn 0.0105, lstm-gru 0.0058, rnn-gru 0.67.
        Assert.Equal([("lstm", 1, false), ("rnn", 2, true), ("gru", 2, true)],
            ranked.Select(config => (config.Config.Json, config.Rank, config.IsTied)));
    }

    [Fact]
    public void A_wide_spread_keeps_a_small_rank_since_nothing_shows_that_it_is_worse()
    {
        var ranked = Rank(false, ("good", [1.00, 1.01, 0.99]), ("worse", [1.10, 1.11, 1.09]), ("wild", [0.5, 2.5]));

        Assert.Equal([("good", 1), ("worse", 2), ("wild", 1)], ranked.Select(config => (config.Config.Json, config.Rank)));
    }

    [Fact]
    public void With_one_replicate_ranks_follow_the_metric()
    {
        var ranked = Rank(false, ("a", [3.0]), ("b", [1.0]), ("c", [2.0]), ("d", [2.0]));

        Assert.Equal([("b", 1), ("c", 2), ("d", 2), ("a", 4)], ranked.Select(config => (config.Config.Json, config.Rank)));
        Assert.All(ranked, config => Assert.Null(config.Std));
    }

    [Fact]
    public void Larger_comes_first_when_larger_is_better()
    {
        var ranked = Rank(true, ("a", [1.0, 1.0]), ("b", [3.0, 3.0]), ("c", [2.0, 2.0]));

        Assert.Equal([("b", 1, 3.0), ("c", 2, 2.0), ("a", 3, 1.0)],
            ranked.Select(config => (config.Config.Json, config.Rank, config.Best!.Value)));
    }

    [Fact]
    public void Diverged_comes_after_every_clean_one_and_failed_last()
    {
        List<TrialRow> trials =
        [
            Row(0, "failed", TrialStatus.Failed, null), Row(1, "half", TrialStatus.Completed, 1),
            Row(2, "half", TrialStatus.Diverged, null),
            Row(3, "gone", TrialStatus.Diverged, null), Row(4, "clean", TrialStatus.Completed, 100), Row(5, "open", TrialStatus.Running, 1),
        ];

        var ranked = Ranking.Rank(SweepResults.Of(trials), "val_perplexity", maximize: false);

        Assert.Equal([("clean", 1), ("half", 2), ("gone", 2), ("failed", 4)], ranked.Select(config => (config.Config.Json, config.Rank)));
        Assert.Equal([1, 2], ranked[1].Trials);
        Assert.Equal((ConfigTier.Diverged, 1, 1), (ranked[1].Tier, ranked[1].Diverged, ranked[1].Replicates));
    }

    [Fact]
    public void Excess_is_over_the_floor_and_far_below_it_is_an_error_in_the_experiment()
    {
        var trials = new[] { Row(0, "fair", TrialStatus.Completed, 3), Row(1, "leak", TrialStatus.Completed, 2.2),
            Row(2, "leak", TrialStatus.Completed, 3.8), Row(3, "lucky", TrialStatus.Completed, 2.375) }
            .Select(trial => trial with { Plan = trial.Plan with { Corpus = CorpusFacts.Of(null, 2.5) } }).ToList();

        var ranked = Ranking.Rank(SweepResults.Of(trials), "val_perplexity", maximize: false);
        var training = Ranking.Rank(SweepResults.Of(trials), "train_perplexity", maximize: false);
        var accuracy = Ranking.Rank(SweepResults.Of(trials), "accuracy", maximize: true);

        Assert.Equal([("lucky", -0.125, false), ("fair", 0.5, false), ("leak", 0.5, true)],
            ranked.Select(config => (config.Config.Json, config.Excess!.Value, config.IsBelowFloor)));
        Assert.All([.. training, .. accuracy], config =>
            Assert.Equal((null, null, false), (config.Floor, config.Excess, config.IsBelowFloor)));
    }

    [Fact]
    public void A_configuration_is_tested_against_those_within_reach_and_those_further_above_count_as_better()
    {
        // Means 0, 1, 2, ... with a spread that no test can look through: within reach all are equal.
        var ranked = Rank(false, [.. Enumerable.Range(0, Ranking.Reach + 50).Select(i => ($"c{i}", (double[])[i - 1000, i + 1000]))]);

        Assert.Equal(Enumerable.Range(0, Ranking.Reach + 50)
            .Select(i => 1 + Math.Max(0, i - Ranking.Reach)), ranked.Select(config => config.Rank));
    }

    [Fact]
    public void The_largest_sweep_is_ranked_at_once()
    {
        var random = new Random(1);
        List<TrialRow> trials =
            [.. Enumerable.Range(0, 100_000).Select(number => Row(number, $"c{number / 2}", TrialStatus.Completed, random.NextDouble()))];

        var ranked = Ranking.Rank(SweepResults.Of(trials), "loss", maximize: false);

        Assert.Equal(50_000, ranked.Count);
    }

    [Fact]
    public void A_sweep_without_results_has_no_ranks() =>
        Assert.Empty(Ranking.Rank(SweepResults.Of([Row(0, "a", TrialStatus.Planned, null)]), "val_perplexity", maximize: false));

    private static IReadOnlyList<RankedConfig> Rank(bool maximize, params (string Config, double[] Metrics)[] configs)
    {
        var number = 0;
        return Ranking.Rank(
            SweepResults.Of(configs.SelectMany(config =>
                config.Metrics.Select(metric => Row(number++, config.Config, TrialStatus.Completed, metric)))),
            "val_perplexity", maximize);
    }

    private static TrialRow Row(int number, string config, TrialStatus status, double? metric) =>
        new() { Sweep = "cells", Plan = new PlannedTrial { Number = number, Config = config }, Status = status, Metric = metric };
}
