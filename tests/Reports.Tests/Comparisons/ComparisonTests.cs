using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;

namespace Sweep.Reports.Tests.Comparisons;

public sealed class ComparisonTests
{
    private static readonly string[] Cells = ["gru", "lstm"];

    [Fact]
    public void Pairs_are_trials_equal_in_everything_but_the_parameter()
    {
        var table = Compare("cell", Grid((cell, layers, replicate) => (cell == "gru" ? 10 : 8) * (layers + replicate)));

        var pair = Assert.Single(table.Pairs);
        Assert.Equal(("gru", "lstm", 4), (pair.A, pair.B, pair.Pairs));
        // Ratio 0.8 in each pair, whatever the other factors do.
        Assert.Equal(ComparisonScale.Ratio, table.Scale);
        Assert.Equal(0.8, pair.Effect!.Value, 1e-12);
        Assert.Equal((null, null, null), (pair.Low, pair.High, pair.TTestP));
        Assert.Contains("all 4 pairs have the same ratio", pair.Note, StringComparison.Ordinal);
        // Sums of layers and replicate: 1, 2, 2, 3; so the differences are -2, -4, -4, -6.
        Assert.Equal(-4, pair.MeanDifference!.Value, 1e-12);
        Assert.Equal([("gru", 4, 20.0), ("lstm", 4, 16.0)], table.Levels.Select(level => (level.Level, level.Trials, level.Mean!.Value)));
        // Geometric mean of 10, 20, 20, 30.
        Assert.Equal(Math.Pow(120_000, 0.25), table.Levels[0].GeometricMean!.Value, 1e-12);
    }

    [Fact]
    public void Differences_are_tested_in_the_metrics_unit_for_other_metrics()
    {
        double[] sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];
        List<TrialRow> trials = [.. sleep.SelectMany((gain, index) =>
            (TrialRow[])[Row(2 * index, """{"drug":1}""", index, -5), Row((2 * index) + 1, """{"drug":2}""", index, gain - 5)])];

        var table = Comparison.By(SweepResults.Of(trials), "drug", "hours", maximize: true).Table!;

        // Student (1908), digits by scipy 1.10.1: stats.ttest_rel, stats.t.interval.
        var pair = Assert.Single(table.Pairs);
        Assert.Equal((ComparisonScale.Difference, "1", "2", 10), (table.Scale, pair.A, pair.B, pair.Pairs));
        Assert.Equal(1.58, pair.Effect!.Value, 1e-12);
        Assert.Equal(0.7001142367452713, pair.Low!.Value, 1e-8);
        Assert.Equal(2.4598857632547286, pair.High!.Value, 1e-8);
        Assert.Equal(0.00283289019738427, pair.TTestP!.Value, 1e-9);
        Assert.Equal(pair.TTestP, pair.HolmTTestP);
        Assert.Null(pair.Note);
    }

    [Fact]
    public void Three_levels_give_three_pairs_corrected_by_Holm()
    {
        var table = Compare("layers", Grid((cell, layers, replicate) =>
            10 + layers + (0.1 * replicate * layers) + (cell == "gru" ? 0.03 * layers : 0), maxLayers: 3));

        Assert.Equal([("1", "2"), ("1", "3"), ("2", "3")], table.Pairs.Select(pair => (pair.A, pair.B)));
        Assert.All(table.Pairs, pair =>
            Assert.True(pair.HolmTTestP > pair.TTestP || pair.HolmTTestP == table.Pairs.Max(other => other.HolmTTestP)));
        Assert.All(table.Pairs, pair => Assert.Equal(0.375, pair.HolmWilcoxonP!.Value, 1e-12)); // 3 x 2 / 2^4
    }

    [Fact]
    public void Trials_without_a_metric_are_in_no_pair_and_counted_as_lost()
    {
        var trials = Grid((_, layers, _) => layers);
        trials[0] = trials[0] with { Status = TrialStatus.Diverged, Metric = null };

        var table = Compare("cell", trials);

        Assert.Equal([(3, 1), (4, 0)], table.Levels.Select(level => (level.Trials, level.Lost)));
        Assert.Equal(3, table.Pairs[0].Pairs);
        Assert.Contains("cannot fall below 0.25", table.Pairs[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_pairs_the_note_says_why_and_the_way_out()
    {
        List<TrialRow> trials = [Row(0, """{"cell":"gru","lr":0.1}""", 0, 3), Row(1, """{"cell":"lstm","lr":0.2}""", 0, 4)];

        var pair = Assert.Single(Compare("cell", trials).Pairs);

        Assert.Equal((0, null, null, null), (pair.Pairs, pair.Effect, pair.TTestP, pair.WilcoxonP));
        Assert.Contains("they never agree in lr", pair.Note, StringComparison.Ordinal);
        Assert.Contains("method: grid", pair.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_under_a_condition_is_absent_elsewhere()
    {
        List<TrialRow> trials = [Row(0, """{"cell":"rnn","nonlinearity":"relu"}""", 0, 3), Row(1, """{"cell":"gru"}""", 0, 4)];

        Assert.Equal(["relu", "(absent)"], Compare("nonlinearity", trials).Levels.Select(level => level.Level));
        Assert.StartsWith("gru has no nonlinearity; one pair only", Compare("cell", trials).Pairs[0].Note);
    }

    [Fact]
    public void One_pair_gives_an_effect_but_no_test()
    {
        List<TrialRow> trials = [Row(0, """{"cell":"gru"}""", 0, 4), Row(1, """{"cell":"lstm"}""", 0, 3)];

        var pair = Assert.Single(Compare("cell", trials).Pairs);

        Assert.Equal((0.75, null, null), (Math.Round(pair.Effect!.Value, 12), pair.Low, pair.TTestP));
        Assert.Contains("one pair only", pair.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("celll", "did you mean 'cell'?")]
    [InlineData("corpus", "is grammar in every trial")]
    [InlineData("corpus", "parameters that vary: cell, layers")]
    public void A_question_that_cannot_be_answered_is_turned_down_with_the_way_out(string parameter, string words)
    {
        var result = Comparison.By(SweepResults.Of(Grid((_, layers, _) => layers)), parameter, "val_perplexity");

        Assert.Null(result.Table);
        Assert.Contains(words, result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_without_results_says_so()
    {
        var trials = Grid((_, _, _) => 1).Select(trial => trial with { Status = TrialStatus.Planned, Metric = null }).ToList();

        Assert.Contains(
            "no trial of the sweep has ended", Comparison.By(SweepResults.Of(trials), "cell", "val_perplexity").Problem,
            StringComparison.Ordinal);
    }

    private const string OfBpe = """{"token":"bpe","size":SIZE,"cell":"CELL"}""";

    private static List<TrialRow> Tokens(params int[] sizes)
    {
        var rows = new List<TrialRow>();
        foreach (var cell in Cells)
        {
            for (var replicate = 0; replicate < 2; replicate++)
            {
                rows.Add(Row(rows.Count, $$"""{"token":"char","cell":"{{cell}}"}""", replicate, 4 + replicate));
                foreach (var size in sizes)
                    rows.Add(Row(rows.Count, OfBpe.Replace("SIZE", $"{size}").Replace("CELL", cell), replicate, 8 + (2 * replicate)));
            }
        }

        return rows;
    }

    [Fact]
    public void A_parameter_that_one_level_never_has_need_not_agree()
    {
        var pair = Assert.Single(Compare("token", Tokens(400)).Pairs);

        Assert.Equal((4, 2.0), (pair.Pairs, Math.Round(pair.Effect!.Value, 12)));
        Assert.StartsWith("char has no size; ", pair.Note);
    }

    [Fact]
    public void Of_several_values_that_the_other_level_lacks_none_is_taken()
    {
        var pair = Assert.Single(Compare("token", Tokens(300, 400)).Pairs);

        Assert.Equal((0, null), (pair.Pairs, pair.Effect));
        Assert.Equal("char has no size; bpe has more than one value of size: keep one, or compare by that", pair.Note);
    }

    [Fact]
    public void A_parameter_that_a_level_has_in_some_trials_must_agree()
    {
        var rows = Tokens(400);
        rows.Add(Row(rows.Count, """{"token":"char","size":1,"cell":"rnn"}""", 0, 3));

        Assert.Equal(0, Assert.Single(Compare("token", rows).Pairs).Pairs);
    }

    private static ComparisonTable Compare(string parameter, IReadOnlyList<TrialRow> trials) =>
        Comparison.By(SweepResults.Of(trials), parameter, "val_perplexity").Table!;

    private static List<TrialRow> Grid(Func<string, int, int, double> metric, int maxLayers = 2)
    {
        var cells =
            from cell in Cells
            from layers in Enumerable.Range(1, maxLayers)
            from replicate in Enumerable.Range(0, 2)
            select (Config: $$"""{"cell":"{{cell}}","layers":{{layers}},"corpus":"grammar"}""", replicate,
                Metric: metric(cell, layers, replicate));
        return [.. cells.Select((trial, number) => Row(number, trial.Config, trial.replicate, trial.Metric))];
    }

    private static TrialRow Row(int number, string config, int replicate, double metric) =>
        new()
        {
            Sweep = "cells",
            Plan = new PlannedTrial { Number = number, Replicate = replicate, Config = config },
            Status = TrialStatus.Completed,
            Metric = metric
        };
}
