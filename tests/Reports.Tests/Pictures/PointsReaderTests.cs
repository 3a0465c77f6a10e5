using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Pictures;
using Sweep.Search.Domains;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Tests.Pictures;

/// <summary>Where trials stand on the axes of parameters.</summary>
public sealed class PointsReaderTests
{
    private static readonly SweepRow Row = new()
    {
        Name = "search",
        Yaml = "",
        BaseFolder = "/",
        Experiment = "noop",
        Metric = "loss",
    };

    [Fact]
    public void Scales_come_from_the_file_and_not_from_the_values()
    {
        // Both take the same three values, which would look logarithmic.
        var space = new SearchSpace(
        [
            new("lr", new RealDomain("log_uniform_values", new Distribution.LogUniform(1e-5, 1)), []),
            new("dropout", new RealDomain("uniform", new Distribution.Uniform(0, 1)), []),
            new("hidden", new ListDomain([JsonValue.Create(64), JsonValue.Create(16)]), []),
        ], []);
        var picture = Of(Results(
            """{"lr":0.001,"dropout":0.001,"hidden":16}""", """{"lr":0.01,"dropout":0.01,"hidden":64}""",
            """{"lr":0.1,"dropout":0.1,"hidden":16}"""), space);

        Assert.Equal(
            [("lr", AxisScale.Log, 1e-5, 1), ("dropout", AxisScale.Linear, 0.0, 1.0)],
            picture.Parameters.Take(2).Select(axis => (axis.Name, axis.Scale, axis.Low!.Value, axis.High!.Value)));
        // In the order of the file.
        Assert.Equal(["64", "16"], picture.Parameters[2].Categories);
        Assert.Equal([1, 0, 1], picture.Columns[2]);
        Assert.Equal([0.001, 0.01, 0.1], picture.Columns[0]);
    }

    [Fact]
    public void Without_the_file_numbers_are_linear_and_words_are_categories()
    {
        var picture = Of(Results("""{"lr":0.001,"cell":"gru"}""", """{"lr":1,"cell":"rnn"}""", """{"lr":2}"""), null);

        Assert.Equal([AxisScale.Linear, AxisScale.Category], picture.Parameters.Select(axis => axis.Scale));
        Assert.Equal([0, 1, double.NaN], picture.Columns[1]);
    }

    [Fact]
    public void The_best_come_first_and_beyond_the_limit_the_others_are_thinned()
    {
        var results = Results([.. Enumerable.Range(0, 100).Select(i => $$"""{"x":{{i}}}""")]);

        var picture = Of(results, null, most: 20);

        Assert.Equal(Enumerable.Range(0, 10), picture.Trials.Take(10));
        Assert.Equal([10, 19, 28, 37, 46, 55, 64, 73, 82, 91], picture.Trials.Skip(10));
        Assert.Equal(["20 of 100 trials: the best 10, and others evenly spaced by rank"], picture.Notes);
    }

    [Fact]
    public void A_contour_holds_the_means_of_its_cells()
    {
        var results = Results("""{"x":0,"c":"a"}""", """{"x":1,"c":"a"}""", """{"x":2,"c":"b"}""", """{"x":3,"c":"b"}""", """{"x":3}""");

        var contour = ContourReader.Of(Of(results, null, ["x", "c"]));

        // Three columns from 0 to 3; the losses are 0, 1, 2, 3 by trial.
        Assert.Equal([0, 1, 2, 3], contour.XEdges);
        Assert.Equal([-0.5, 0.5, 1.5], contour.YEdges);
        Assert.Equal([0, 1, double.NaN, double.NaN, double.NaN, 2.5], contour.Means);
        Assert.Equal([1, 1, 0, 0, 0, 2], contour.Counts);
        Assert.Equal(["1 trials lack one of both parameters"], contour.Notes);
    }

    // Of 4,000 trials with the losses 0, 1, ...: category a has the even ones, b the odd ones and c the last.
    [Fact]
    public void The_means_of_categories_are_those_of_all_trials()
    {
        var results = Results([.. Enumerable.Range(0, 4000)
            .Select(i => $$"""{"c":"{{(i == 3999 ? "c" : i % 2 == 0 ? "a" : "b")}}","x":{{i}}}""")]);

        var picture = Of(results, null);

        Assert.Equal(3000, picture.Trials.Length);
        Assert.Equal([1999, 1999, 3999], picture.Means[0]);
        Assert.Empty(picture.Means[1]);
    }

    [Fact]
    public void Trials_of_a_configuration_with_a_diverged_seed_come_after_the_others_whatever_their_values()
    {
        var results = SweepResults.Of([Trial(0, "a", 1), Trial(1, "a", 0.5, TrialStatus.Diverged), Trial(2, "b", 3), Trial(3, "b", 2)]);

        var picture = Of(results, null, ["c"]);

        Assert.Equal([3, 2, 0], picture.Trials);
    }

    [Fact]
    public void Trials_that_break_a_constraint_come_after_the_others_by_how_much()
    {
        var results = SweepResults.Of([Trial(0, "a", 1), Trial(1, "b", 2), Trial(2, "c", 3)]);
        var ranked = Ranking.Rank(results, Row.Metric, maximize: false)
            .Select(config => config with { Violation = 2 - config.Trials[0] }).ToList();

        var picture = PointsReader.Of(Row, results, new RankedTrials(Row, results, ranked), null, ["c"]);

        Assert.Equal([2, 1, 0], picture.Trials);
    }

    private static TrialRow Trial(int number, string category, double metric, TrialStatus status = TrialStatus.Completed) => new()
    {
        Sweep = "search",
        Plan = new PlannedTrial { Number = number, Config = $$"""{"c":"{{category}}"}""" },
        Status = status,
        Metric = metric,
    };

    private static PointsPicture Of(SweepResults results, SearchSpace? space, IReadOnlyList<string>? parameters = null, int most = 3000) =>
        PointsReader.Of(
            Row, results, new RankedTrials(Row, results, Ranking.Rank(results, Row.Metric, Row.Maximize)), space, parameters, most);

    private static SweepResults Results(params string[] configs) => SweepResults.Of(configs.Select((config, number) => new TrialRow
    {
        Sweep = "search",
        Plan = new PlannedTrial { Number = number, Config = config },
        Status = TrialStatus.Completed,
        Metric = number,
    }));
}
