using System.Globalization;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;

namespace Sweep.Reports.Tests.Comparisons;

/// <summary>Parameters with more values than can be compared with each other.</summary>
public sealed class ManyLevelsTests
{
    [Fact]
    public void Numbers_are_put_into_groups_of_equally_many_trials_by_value()
    {
        var table = Compare("x", Search(100, x => 1 + x));

        Assert.Equal((100, 4, 0), (table.Values, table.Groups!.Value, table.LeftOut));
        Assert.Equal([(0.0, 0.24), (0.25, 0.49), (0.5, 0.74), (0.75, 0.99)],
            table.Levels.Select(level => (level.From!.Value, level.To!.Value)));
        Assert.Equal(["0 to 0.24", "0.25 to 0.49", "0.5 to 0.74", "0.75 to 0.99"], table.Levels.Select(level => level.Level));
        Assert.All(table.Levels, level => Assert.Equal(25, level.Trials));
        Assert.Equal(1.12, table.Levels[0].Mean!.Value, 1e-12); // of 1.00 to 1.24
    }

    [Fact]
    public void The_correlation_is_over_configurations_and_not_over_their_replicates()
    {
        var trials = Search(30, x => 1 + x);
        trials.AddRange(trials.Select(trial =>
            trial with { Plan = trial.Plan with { Number = trial.Number + 30, Replicate = 1 }, Metric = trial.Metric + 0.001 }).ToList());

        var correlation = Compare("x", trials).Correlation!;

        Assert.Equal((1.0, 0.0, 30), (correlation.Rho, correlation.P, correlation.Count));
    }

    [Fact]
    public void Without_pairs_the_groups_are_not_tested_and_the_note_says_why()
    {
        var table = Compare("x", Search(100, x => 1 + x));

        Assert.Empty(table.Pairs);
        Assert.Contains("no two trials of different groups agree in everything else", table.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_of_many_numbers_is_compared_group_by_group_over_pairs()
    {
        var trials = new List<TrialRow>();
        for (var lr = 0; lr < 12; lr++)
        {
            for (var seed = 0; seed < 2; seed++)
                trials.Add(Row(trials.Count, $$"""{"lr":{{lr + 1}},"cell":"gru"}""", seed, lr < 6 ? 10 : 20 + seed));
        }

        var table = Comparison.By(SweepResults.Of(trials), "lr", "loss", bins: 2).Table!;

        // Each group has six trials of (gru, seed 0) and six of (gru, seed 1): their means make one pair for each seed, 10 and 11 apart.
        var pair = Assert.Single(table.Pairs);
        Assert.Equal(("1 to 6", "7 to 12", 2, 10.5), (pair.A, pair.B, pair.Pairs, pair.Effect!.Value));
        Assert.Null(table.Note);
    }

    [Fact]
    public void Equal_values_are_never_parted()
    {
        List<TrialRow> trials = [.. Enumerable.Range(0, 60).Select(i => Row(i, $$"""{"x":{{Math.Max(0, i - 40)}},"y":{{i}}}""", 0, i))];

        var table = Comparison.By(SweepResults.Of(trials), "x", "loss").Table!;

        // Zero has 41 of 60 trials, more than two quarters.
        Assert.Equal((41, 19), (table.Levels[0].Trials, table.Levels.Skip(1).Sum(level => level.Trials)));
        Assert.Equal(("0", 0.0), (table.Levels[0].Level, table.Levels[0].To!.Value));
    }

    [Fact]
    public void Equal_numbers_that_are_written_in_two_ways_stay_in_order_of_appearance()
    {
        string[] written = ["3", "1.0", "2", "1", "2.0", "1e0"];
        var observed = new ObservedTrials(SweepResults.Of(written.Select((x, i) => Row(i, $$"""{"x":{{x}}}""", 0, i))));

        var groups = ComparedLevels.Groups(ComparedLevels.Each(observed, "x"), 2);

        Assert.Equal([[1, 3, 5], [2, 4, 0]], groups.Select(group => group.Trials));
    }

    [Fact]
    public void Groups_can_be_asked_for_where_values_are_few()
    {
        List<TrialRow> trials = [.. Enumerable.Range(0, 8).Select(i => Row(i, $$"""{"x":{{i}}}""", 0, i))];

        var table = Comparison.By(SweepResults.Of(trials), "x", "loss", bins: 2).Table!;

        Assert.Equal(["0 to 3", "4 to 7"], table.Levels.Select(level => level.Level));
        Assert.Contains("groups need numbers, and 'cell' has gru, lstm",
            Comparison.By(SweepResults.Of(Words("gru", "lstm")), "cell", "loss", bins: 2).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_some_configurations_lack_the_parameter_they_are_a_level_of_their_own()
    {
        List<TrialRow> trials = [.. Search(40, x => 1 + x), Row(40, """{"y":-1}""", 0, 9)];

        Assert.Equal(("(absent)", 1, null), Compare("x", trials).Levels[^1] is var level
            ? (level.Level, level.Trials, level.From) : default);
    }

    [Fact]
    public void What_is_no_number_counts_among_the_most_levels()
    {
        List<TrialRow> trials = [.. Search(40, x => 1 + x), Row(40, """{"y":-1}""", 0, 9), Row(41, """{"x":null,"y":-2}""", 0, 9)];

        var table = Comparison.By(SweepResults.Of(trials), "x", "loss", bins: Comparison.MostLevels).Table!;

        Assert.Equal((Comparison.MostLevels, 8), (table.Levels.Count, table.Groups!.Value));
    }

    [Fact]
    public void The_ends_of_a_group_have_six_digits_and_the_notation_of_the_sweep_file()
    {
        List<TrialRow> trials = [.. ((double[])[0.00001, 0.000316227766, 12345, 1234567.8])
            .Select((x, i) => Row(i, $$"""{"x":{{x.ToString("R", CultureInfo.InvariantCulture)}}}""", 0, i))];

        Assert.Equal(["1e-05 to 0.000316228", "12345 to 1.23457e+06"],
            Comparison.By(SweepResults.Of(trials), "x", "loss", bins: 2).Table!.Levels.Select(level => level.Level));
    }

    [Fact]
    public void Of_many_words_those_with_the_best_means_are_compared_and_the_rest_is_counted()
    {
        var words = SweepResults.Of(Words([.. Enumerable.Range(0, 30).Select(i => $"word{i}")]));

        var table = Comparison.By(words, "cell", "loss", maximize: true).Table!;

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"word{29 - i}"), table.Levels.Select(level => level.Level));
        Assert.Equal((30, 20, 45, null), (table.Values, table.LeftOut, table.Pairs.Count, table.Groups));
        Assert.Null(table.Correlation);
    }

    [Fact]
    public void The_values_of_a_continuous_parameter_make_no_more_pairs_than_those_of_a_few()
    {
        var table = Compare("x", Search(20_000, x => 1 + (x * x)));

        Assert.True(table.Pairs.Count <= Comparison.MostLevels * (Comparison.MostLevels - 1) / 2);
        Assert.Equal(20_000, table.Levels.Sum(level => level.Trials));
    }

    private static ComparisonTable Compare(string parameter, IReadOnlyList<TrialRow> trials) =>
        Comparison.By(SweepResults.Of(trials), parameter, "loss").Table!;

    /// <summary>Trials that share no other parameter: x from 0 in steps of a hundredth, y never the same.</summary>
    private static List<TrialRow> Search(int count, Func<double, double> loss) =>
        [.. Enumerable.Range(0, count).Select(i =>
            Row(i, $$"""{"x":{{(i / 100m).ToString(CultureInfo.InvariantCulture)}},"y":{{i}}}""", 0, loss((double)(i / 100m))))];

    private static List<TrialRow> Words(params string[] words) => [.. words.Select((word, i) => Row(i, $$"""{"cell":"{{word}}"}""", 0, i))];

    private static TrialRow Row(int number, string config, int replicate, double metric) =>
        new()
        {
            Sweep = "search",
            Plan = new PlannedTrial { Number = number, Replicate = replicate, Config = config },
            Status = TrialStatus.Completed,
            Metric = metric
        };
}
