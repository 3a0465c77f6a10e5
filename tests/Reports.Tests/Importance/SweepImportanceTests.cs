using CsCheck;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Importance;
using Sweep.Search.Importance;
using Sweep.Search.Randomness;

namespace Sweep.Reports.Tests.Importance;

/// <summary>Which trials say what of a parameter's importance.</summary>
public sealed class SweepImportanceTests
{
    // 50 configurations with p = 0 (metric 1), 25 with p = 1, c = 0 (metric 0), 25 with p = 1, c = 1 (metric 2); the best quarter is c = 0.
    // p: 0.0625 - 0.25·0.75/99 = 0.06061. c: half of the configurations, (0.25 - 0.25/49)/2 = 0.12245. Shares 0.3311 and 0.6689. A word
    // that each configuration has for its own explains all of 0.25·0.75, and as much when it does nothing: 0.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_conditional_parameter_is_looked_at_where_it_is(bool maximize)
    {
        (string Config, double Metric)[] kinds = [("\"p\":0", 1), ("\"p\":0", 1), ("\"p\":1,\"c\":0", 0), ("\"p\":1,\"c\":1", 2)];
        var importance = Measure(
            Enumerable.Range(0, 100).Select(i => Trial(
                i, $"{{{kinds[i % 4].Config},\"word\":\"{i}\"}}", maximize ? -kinds[i % 4].Metric : kinds[i % 4].Metric)),
            maximize, new() { Quantile = 0.25 });

        Assert.Equal(
            [("c", 0.5), ("p", 1.0), ("word", 1.0)],
            importance.Report.Parameters.Select(parameter => (parameter.Name, parameter.ActiveShare)));
        Assert.Equal(0.6689, importance.Report.Parameters[0].Share, 0.0001);
        Assert.Equal(0.3311, importance.Report.Parameters[1].Share, 0.0001);
    }

    [Fact]
    public void Numbers_have_an_order_and_words_are_categories()
    {
        var importance = Measure([.. Enumerable.Range(0, 200).Select(i => Trial(
            i, $$"""{"lr":{{i}},"word":"{{(i % 2 == 0 ? "a" : "b")}}","list":[{{i % 3}}],"same":3}""", Math.Abs(i - 100)))]);

        Assert.Equal(["lr", "list", "word"], importance.Report.Parameters.Select(parameter => parameter.Name));
        Assert.True(importance.Report.Parameters[0].IsClear);
    }

    [Fact]
    public void What_diverged_or_failed_is_infinitely_bad_and_what_has_not_ended_does_not_count()
    {
        TrialRow[] trials = [.. Enumerable.Range(0, 100).Select(i => Trial(i, $$"""{"x":{{i % 10}}}""", i % 10 == 3 ? 1 : 2) with
        {
            Status = (i % 10) switch
            {
                7 => TrialStatus.Diverged,
                8 => TrialStatus.Failed,
                9 => TrialStatus.Running,
                _ => TrialStatus.Completed,
            },
        })];

        // Ten trials of each configuration make one.
        Assert.Equal(
            "10 configurations of it have ended, and it takes 20 at least",
            SweepImportance.Of(SweepResults.Of([.. trials.Select(trial => trial with { Status = TrialStatus.Completed })]), false).Problem);
        var importance = Measure([.. trials.Select((trial, i) => trial with
        {
            Plan = trial.Plan with { Config = $$"""{"x":{{i % 10}},"i":{{i / 10}}}""" },
        })]);
        Assert.Equal((90, 20), (importance.Configurations, importance.Lost));
        Assert.Equal("x", importance.Report.Parameters[0].Name);
    }

    [Fact]
    public void Seeds_count_together_as_in_the_ranking()
    {
        // One seed of x = 0 is best of all and the other diverged; one seed of x = 1 failed and the other is the best of the rest.
        var trials = Enumerable.Range(0, 60).Select(i => Trial(i, $$"""{"x":{{i / 2}}}""", 10 + i, i % 2)).ToArray();
        trials[0] = trials[0] with { Metric = 0 };
        trials[1] = trials[1] with { Status = TrialStatus.Diverged, Metric = null };
        trials[2] = trials[2] with { Status = TrialStatus.Failed, Metric = null };
        trials[3] = trials[3] with { Metric = 1 };

        var importance = Measure(trials, options: new() { Quantile = 0.03 });

        Assert.Equal((30, 1, 1), (importance.Configurations, importance.Lost, importance.Report.Best));
    }

    [Fact]
    public void Says_what_is_missing()
    {
        Assert.Equal("0 configurations of it have ended, and it takes 20 at least", SweepImportance.Of(SweepResults.Of([]), false).Problem);
        Assert.Equal(
            "no parameter takes two values among the 20 configurations of it that have ended",
            SweepImportance.Of(SweepResults.Of(Enumerable.Range(0, 20).Select(i => Trial(i, $$"""{"p{{i}}":1}""", i))), false).Problem);
    }

    private static readonly string[] Values = ["0", "0.5", "1", "\"a\"", "true"];

    private static readonly TrialStatus[] Statuses = [TrialStatus.Completed, TrialStatus.Completed, TrialStatus.Stopped,
        TrialStatus.Diverged, TrialStatus.Failed, TrialStatus.Running];

    [Fact]
    public void The_order_of_the_trials_does_not_matter() => Gen.Select(
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 5]).Array[25, 60], Gen.Int[0, 1000]).Sample((rows, seed) =>
        {
            TrialRow[] trials = [.. rows.Select((row, i) => Trial(
                i, row.Item2 == 0 ? $$"""{"a":{{Values[row.Item1]}}}"""
                    : $$"""{"b":{{row.Item2}},"a":{{Values[row.Item1]}},"i":{{i % 20}}}""",
                row.Item3) with { Status = Statuses[row.Item4] })];
            var shuffled = trials.ToArray();
            new SeededRandom(seed).Shuffle<TrialRow>(shuffled);
            var numbered = shuffled.Select((trial, i) => trial with { Plan = trial.Plan with { Number = i } });
            var options = new ImportanceOptions { Draws = 10 };
            var (one, other) = (SweepImportance.Of(SweepResults.Of(trials), false, options),
                SweepImportance.Of(SweepResults.Of(numbered), false, options));

            Assert.Equal((one.Problem, one.Importance?.Configurations, one.Importance?.Lost, one.Importance?.Report.CannotTell),
                (other.Problem, other.Importance?.Configurations, other.Importance?.Lost, other.Importance?.Report.CannotTell));
            Assert.Equal(one.Importance?.Report.Parameters, other.Importance?.Report.Parameters);
        });

    private static SweepImportance Measure(IEnumerable<TrialRow> trials, bool maximize = false, ImportanceOptions? options = null) =>
        SweepImportance.Of(SweepResults.Of(trials), maximize, options).Importance!;

    private static TrialRow Trial(int number, string config, double metric, int replicate = 0) => new()
    {
        Sweep = "search",
        Plan = new PlannedTrial { Number = number, Config = config, Replicate = replicate },
        Status = TrialStatus.Completed,
        Metric = metric,
    };
}
