using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Importance;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers;
using Sweep.Search.Tests.Stoppers;

namespace Sweep.Search.Tests.Importance;

public sealed class PedAnovaTests
{
    private static readonly EncodedSpace Plane =
        new(Samplers.Spaces.Space([Samplers.Spaces.Uniform("x"), Samplers.Spaces.Uniform("y"), Samplers.Spaces.List("epochs", 8)]));

    // f = x + y/2 on the unit square. The best tenth is x + y/2 <= t, t² = 0.1; the marginals are (t - x)/0.5 and t - y/2, so the
    // variances are t³/0.75 - 0.01 = 0.03216 and t³/1.5 - 0.01 = 0.01108: shares 0.744 and 0.256.
    [Fact]
    public void An_additive_function_has_the_shares_of_its_closed_form()
    {
        var report = PedAnova.Of(Plane, Results(20_000, (x, y) => x + (y / 2)), new() { Draws = 20 });

        Assert.Null(report.CannotTell);
        Assert.Equal(["x", "y"], report.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(0.744, report.Parameters[0].Share, 0.02);
        Assert.All(report.Parameters, parameter => Assert.True(parameter.IsClear && parameter.Low <= parameter.Share + 0.01));
    }

    [Fact]
    public void Equal_parts_have_equal_shares_within_the_bounds()
    {
        var report = PedAnova.Of(Plane, Results(400, (x, y) => x + y), new());

        Assert.All(report.Parameters, parameter => Assert.InRange(0.5, parameter.Low, parameter.High));
    }

    [Fact]
    public void A_parameter_without_effect_is_not_clear()
    {
        var report = PedAnova.Of(Plane, Results(1000, (x, _) => x), new());

        Assert.Equal([("x", true), ("y", false)], report.Parameters.Select(parameter => (parameter.Name, parameter.IsClear)));
        Assert.InRange(report.Parameters[0].Share, 0.97, 1);
    }

    [Fact]
    public void Noise_alone_cannot_tell() => Assert.Equal(
        "cannot tell: none of 2 parameters stands out among 200 results",
        PedAnova.Of(Plane, Results(200, (x, y) => (x * 7919.123 + y * 104729.77) % 1), new()).CannotTell);

    [Theory]
    [InlineData(10, "cannot tell: there are 10 results, and it takes 20 at least")]
    [InlineData(30, "cannot tell: all results are equally good")]
    public void Says_when_there_is_nothing_to_say(int count, string why) =>
        Assert.Equal(why, PedAnova.Of(Plane, Results(count, (_, _) => 7), new()).CannotTell);

    // 50 results with p = 0 (loss 1), 25 with p = 1, c = 0 (loss 0), 25 with p = 1, c = 1 (loss 2); the best quarter is c = 0.
    // p: 0.0625 - 0.25·0.75/99 = 0.06061. c: half of the results, (0.25 - 0.25/49)/2 = 0.12245. Shares 0.3311 and 0.6689.
    [Fact]
    public void A_conditional_parameter_counts_by_its_share()
    {
        var space = new EncodedSpace(Samplers.Spaces.Space(
            [Samplers.Spaces.List("p", 0, 1), Samplers.Spaces.List("c", 0, 1) with { When = [Samplers.Spaces.When("p", 1)] }]));
        Observation[] results = [.. Enumerable.Range(0, 100).Select(i => i < 50 ? new Observation(i, """{"p":0}""", 1)
            : i < 75 ? new Observation(i, """{"p":1,"c":0}""", 0) : new Observation(i, """{"p":1,"c":1}""", 2))];

        var report = PedAnova.Of(space, results, new() { Quantile = 0.25 });

        Assert.Equal(("c", 0.5), (report.Parameters[0].Name, report.Parameters[0].ActiveShare));
        Assert.Equal(0.6689, report.Parameters[0].Share, 0.0001);
        Assert.Equal(0.3311, report.Parameters[1].Share, 0.0001);
    }

    // Of 20 results the best 4 have all the first of two categories, 10 of each: twice C(10, 4) of C(20, 4) choices of the best are as
    // uneven, 420 of 4845 = 0.0867.
    [Fact]
    public void Where_few_are_expected_chance_is_counted_and_not_approximated()
    {
        double[] categories = [.. Enumerable.Range(0, 20).Select(i => i < 4 || (i >= 10 && i < 16) ? 0.0 : 1.0)];
        var report = PedAnova.Of(
            [new("c", categories, IsOrdered: false)], [.. Enumerable.Range(0, 20).Select(i => (double)i)], new() { Quantile = 0.2 });

        // Of 2,000 random choices: three standard deviations are 0.019.
        Assert.Equal(0.0867, report.Parameters[0].P, 0.019);
        Assert.Equal("cannot tell: none of 1 parameters stands out among 20 results", report.CannotTell);
    }

    // Pearson's test takes 11 % of such sweeps for a finding, and promises 5 %.
    [Fact]
    public void Rare_categories_are_seldom_taken_for_a_finding()
    {
        var random = new SeededRandom(3);
        var found = Enumerable.Range(0, 300).Count(_ =>
        {
            double[] losses = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())];
            var parameters = Enumerable.Range(0, 5).Select(i => new ParameterColumn(
                $"p{i}", [.. losses.Select(_ => Math.Floor(10 * Math.Pow(random.NextDouble(), 2)))], IsOrdered: false)).ToList();
            return PedAnova.Of(parameters, losses, new() { Draws = 1 }).CannotTell is null;
        });

        // 300 sweeps of which 5 % are taken for one: 15, with a standard deviation of 3.8.
        Assert.InRange(found, 0, 26);
    }

    [Fact]
    public void A_few_numbers_are_told_apart_however_rare_they_are()
    {
        // 90 results with the number 2, and five each with 1 and 3; the best five are those with 1.
        double[] numbers = [.. Enumerable.Range(0, 100).Select(i => i < 5 ? 1.0 : i < 95 ? 2.0 : 3.0)];
        double[] losses = [.. Enumerable.Range(0, 100).Select(i => (double)i)];

        var report = PedAnova.Of([new("n", numbers, IsOrdered: true)], losses, new() { Quantile = 0.05 });

        // The best are one bin, all of it: the parameter explains everything but what chance would, 2 of 99 degrees of freedom.
        Assert.Equal(1 - (2.0 / 99), report.Explained, 1e-9);
    }

    [Fact]
    public void Where_most_results_are_infinitely_bad_the_others_are_the_best()
    {
        var report = PedAnova.Of(Plane, Results(400, (x, _) => x < 0.05 ? x : double.NaN), new());

        Assert.Equal((true, "x"), (report.Parameters[0].IsClear, report.Parameters[0].Name));
        Assert.InRange(report.Best, 5, 35);
        Assert.Equal(
            "cannot tell: no result is a finite number", PedAnova.Of(Plane, Results(30, (_, _) => double.NaN), new()).CannotTell);
    }

    [Fact]
    public void The_order_of_the_results_does_not_matter() => Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 9]).Array[20, 60], Gen.Int[0, 1000]).Sample((rows, seed) =>
        {
            Observation[] results = [.. rows.Select((row, i) => Result(i, row.Item1 / 3.0, row.Item2 / 3.0, row.Item3))];
            var shuffled = results.ToArray();
            new SeededRandom(seed).Shuffle<Observation>(shuffled);
            var (report, again) = (PedAnova.Of(Plane, results, new() { Draws = 20 }), PedAnova.Of(Plane, shuffled, new() { Draws = 20 }));

            Assert.Equal(report.Parameters, again.Parameters);
            Assert.Equal((report.CannotTell, report.Best, report.Explained), (again.CannotTell, again.Best, again.Explained));
        });

    [Fact]
    public void Values_that_are_odd_break_nothing() => Gen.Select(
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Histories.AnyLoss).Array[0, 60], Gen.Double[0.01, 0.9]).Sample((rows, quantile) =>
        {
            Observation[] results = [.. rows.Select((row, i) => Result(i, row.Item1, row.Item2, row.Item3))];
            var report = PedAnova.Of(Plane, results, new() { Quantile = quantile, Draws = 10 });

            Assert.All(report.Parameters, parameter => Assert.All(
                new[] { parameter.Share, parameter.Low, parameter.High, parameter.ActiveShare }, number => Assert.InRange(number, 0, 1)));
        });

    private static Observation[] Results(int count, Func<double, double, double> loss)
    {
        var random = new SeededRandom(5);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (x, y) = (random.NextDouble(), random.NextDouble());
            return Result(i, x, y, loss(x, y));
        })];
    }

    private static Observation Result(int i, double x, double y, double? loss) =>
        new(i, TrialConfig.From([new("x", x), new("y", y), new("epochs", 8)]), loss);
}
