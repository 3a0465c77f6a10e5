using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Parameters;

namespace Sweep.Reports.Tests.Leaderboards;

public sealed class LeaderboardTests
{
    private const string Note = "equal ranks: the spread over seeds";

    [Fact]
    public void Where_a_test_could_not_separate_means_the_caption_says_so() =>
        Assert.Contains(Captions([1.0, 2.0], [1.1, 2.1]), line => line.StartsWith(Note, StringComparison.Ordinal));

    [Fact]
    public void Equal_means_share_a_rank_without_a_test()
    {
        // A program that ignores its seed; one replicate; and equal means with a spread.
        Assert.DoesNotContain(Captions([1.0, 1.0], [1.0, 1.0]), line => line.StartsWith(Note, StringComparison.Ordinal));
        Assert.DoesNotContain(Captions([1.0], [1.0]), line => line.StartsWith(Note, StringComparison.Ordinal));
        Assert.DoesNotContain(Captions([1.0, 3.0], [2.0, 2.0]), line => line.StartsWith(Note, StringComparison.Ordinal));
    }

    [Fact]
    public void After_a_race_the_caption_says_who_is_ahead_on_the_same_seeds_and_who_may_be()
    {
        // The second lost on a seed that is easy for all: its mean is lower, and it is worse.
        var line = Assert.Single(
            Captions([0.11, 0.91, 0.52, 0.33], [0.31], [0.12, 0.90, 0.53, 0.32], [0.41, 1.2, 0.83]),
            line => line.Contains("raced", StringComparison.Ordinal));

        Assert.Equal("seeds were raced: on the same seeds the configuration of trial 0 (rank 2, 4 seeds) is ahead, and undecided are " +
            "those of trial 5 (paired t-test, 95 %)", line);
        Assert.EndsWith(
            "is ahead; all others are worse (paired t-test, 95 %)",
            Captions([0.1, 0.9, 0.5, 0.3, 0.2], [0.31, 1.11, 0.72], [0.7, 1.5]).Last());
        Assert.DoesNotContain(Captions([0.1, 0.9], [0.3, 0.4]), line => line.Contains("raced", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Captions(params double[][] configs)
    {
        var number = 0;
        List<TrialRow> trials =
        [
            .. configs.SelectMany((metrics, config) => metrics.Select((metric, replicate) => new TrialRow
            {
                Sweep = "cells",
                Plan = new PlannedTrial { Number = number++, Replicate = replicate, Config = $$"""{"x":{{config}}}""" },
                Status = TrialStatus.Completed,
                Metric = metric,
            })),
        ];
        var sweep = new SweepRow
        {
            Name = "cells",
            Yaml = "",
            BaseFolder = "/",
            Experiment = "noop",
            Metric = "loss",
            Replicates = 2,
            Status = SweepStatus.Finished
        };
        var results = SweepResults.Of(trials);
        return new Leaderboard(sweep, results.Trials, Ranking.Rank(results, "loss", maximize: false), new Dictionary<int, double>(),
            VaryingParameters.Of(results.Configs)).Caption();
    }
}
