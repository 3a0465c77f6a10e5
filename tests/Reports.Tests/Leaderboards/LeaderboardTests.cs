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

    private static IEnumerable<string> Captions(params double[][] configs)
    {
        var number = 0;
        List<TrialRow> trials =
        [
            .. configs.SelectMany((metrics, config) => metrics.Select(metric => new TrialRow
            {
                Sweep = "cells",
                Plan = new PlannedTrial { Number = number++, Config = $$"""{"x":{{config}}}""" },
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
