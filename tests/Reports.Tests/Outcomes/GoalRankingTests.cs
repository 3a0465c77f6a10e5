using CsCheck;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Tests.Outcomes;

/// <summary>How configurations are ranked by several objectives, and by constraints on outcomes.</summary>
public sealed class GoalRankingTests
{
    private static readonly Goals Two = new([new("loss"), new("gain", Maximize: true)], []);
    private static readonly Goals Limited = new([new("loss")], [OutcomeConstraint.Parse("seconds <= 2")]);

    [Fact]
    public void Fronts_are_ranked_by_what_no_other_one_beats()
    {
        var ranked = Rank(Two, new(1, ("gain", 1)), new(2, ("gain", 3)), new(3, ("gain", 2)), new(4, ("gain", 1)));

        Assert.Equal([(0, 1, 1, true), (1, 1, 1, true), (2, 3, 2, false), (3, 4, 3, false)],
            ranked.Select(config => (config.Trials[0], config.Rank, config.Front!.Value, config.IsTied)));
        Assert.Equal([2.0, 3.0], ranked[1].Objectives);
    }

    [Fact]
    public void Nothing_on_a_front_is_beaten_by_anything_on_it_or_behind_it() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]).Array[1, 30].Sample(values =>
        {
            var ranked = Rank(Two, [.. values.Select(value => new Trial(value.Item1, ("gain", value.Item2)))]);

            Assert.Equal(values.Length, ranked.Count);
            for (var place = 0; place < ranked.Count; place++)
                Assert.DoesNotContain(ranked.Skip(place), other => other.Front >= ranked[place].Front && Beats(other, ranked[place]));
            Assert.All(ranked.Where(config => config.Front > 1), config =>
                Assert.Contains(ranked, other => other.Front == config.Front - 1 && Beats(other, config)));
        });

    [Fact]
    public void What_lacks_an_objective_comes_after_all_that_have_them_and_before_what_diverged()
    {
        var ranked = Rank(Two, new(1), new Trial(9, ("gain", 0)), new Trial(null) { Status = TrialStatus.Diverged });

        Assert.Equal([(1, 1), (0, 2), (2, 3)], ranked.Select(config => (config.Trials[0], config.Rank)));
        Assert.Equal([1.0, null], ranked[1].Objectives);
        Assert.Null(ranked[1].Front);
    }

    [Fact]
    public void What_breaks_a_constraint_comes_after_all_that_hold_it_by_how_much()
    {
        var ranked = Rank(
            Limited, new(1, ("seconds", 4)), new(2, ("seconds", 3)), new(3, ("seconds", 2)), new(4, ("seconds", 1)), new(0),
            new(5, ("seconds", 3)));

        Assert.Equal([(2, 1), (3, 2), (1, 3), (5, 3), (0, 5), (4, 6)], ranked.Select(config => (config.Trials[0], config.Rank)));
        Assert.Equal([0.0, 0.0, 0.5, 0.5, 1, double.PositiveInfinity], ranked.Select(config => config.Violation!.Value));
    }

    [Fact]
    public void Seeds_count_by_their_means_and_one_that_breaks_a_constraint_breaks_it_for_all()
    {
        var ranked = Rank(
            Limited, new Trial(1, ("seconds", 1)), new Trial(3, ("seconds", 3)) { Config = 0 },
            new Trial(4, ("seconds", 2)) { Config = 1 });

        Assert.Equal([(2, 0.0), (0, 0.25)], ranked.Select(config => (config.Trials[0], config.Violation!.Value)));
        Assert.Equal(2, ranked[1].Mean);
    }

    [Fact]
    public void The_table_says_so_after_its_columns_and_beside_the_metric_for_people()
    {
        var both = new Goals(Two.Objectives, Limited.Constraints);
        var board = Board(
            both, new(1, ("gain", 1), ("seconds", 1)), new(2, ("gain", 3), ("seconds", 3)), new(3, ("gain", 0), ("seconds", 1)));

        var scripts = board.Rows(forPeople: false);
        Assert.Equal(["trials", "remarks", "front", "objective.loss", "objective.gain", "holds", "violation"],
            scripts.Columns.TakeLast(7).Select(column => column.Key));
        Assert.Equal(["front", "x", "loss", "gain", "trials", "remarks"],
            board.Rows().Columns.Where(column => column.Title is not null).Select(column => column.Title));
        Assert.Contains("CONSTRAINT BROKEN (by 50 %)", board.Rows().Rows.Select(row => row[^1].Text));
        Assert.Equal(
            ["ranked by Pareto fronts of loss (lowest first), gain (highest first), at the epoch with the best loss; last what breaks " +
                "seconds <= 2",
            "front 1: 1 configuration of 3 that no other one beats in all objectives",
            "1 configuration of 3 breaks a constraint on outcomes (seconds <= 2): ranked below all that hold them"],
            board.Caption());
    }

    private static bool Beats(RankedConfig a, RankedConfig b) =>
        a.Objectives[0] <= b.Objectives[0] && a.Objectives[1] >= b.Objectives[1] && !a.Objectives.SequenceEqual(b.Objectives);

    private static IReadOnlyList<RankedConfig> Rank(Goals goals, params Trial[] trials) =>
        GoalRanking.Rank(Results(trials), Counted(trials), goals);

    private static Leaderboard Board(Goals goals, params Trial[] trials)
    {
        var results = Results(trials);
        var sweep = new SweepRow
        {
            Name = "cells",
            Yaml = "",
            BaseFolder = "/",
            Experiment = "noop",
            Metric = "loss",
            Goals = goals.ToJson(),
            Status = SweepStatus.Finished,
        };
        return new(sweep, results.Trials, Rank(goals, trials), new Dictionary<int, double>(), VaryingParameters.Of(results.Configs));
    }

    private static SweepResults Results(Trial[] trials) => SweepResults.Of(trials.Select((trial, number) => new TrialRow
    {
        Sweep = "cells",
        Plan = new PlannedTrial { Number = number, Config = $$"""{"x":{{trial.Config ?? number}}}""" },
        Status = trial.Status,
        Metric = trial.Loss,
    }));

    private static List<EpochRow> Counted(Trial[] trials) =>
    [
        .. trials.Index().Where(trial => trial.Item.Loss is not null).Select(trial => new EpochRow
        {
            Trial = trial.Index,
            Epoch = 1,
            Metrics = trial.Item.Others.ToDictionary(other => other.Name, other => other.Value)
                .Append(new("loss", trial.Item.Loss!.Value)).ToDictionary(),
        }),
    ];

    private sealed record Trial(double? Loss, params (string Name, double Value)[] Others)
    {
        public int? Config { get; init; }

        public TrialStatus Status { get; init; } = TrialStatus.Completed;
    }
}
