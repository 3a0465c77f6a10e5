using Sweep.Search.Expressions;
using Sweep.Search.Objectives;

namespace Sweep.Search.Tests.Objectives;

/// <summary>What a sweep asks of results: losses, and by how much a constraint is broken.</summary>
public sealed class GoalsTests
{
    private static readonly Dictionary<string, double> Metrics = new() { ["loss"] = 2, ["seconds"] = 4.5, ["gain"] = -1 };

    [Theory]
    [InlineData("seconds <= 3", 0.5)]
    [InlineData("3 >= seconds", 0.5)]
    [InlineData("seconds <= 4.5", 0)]
    [InlineData("gain > 0", 1)]
    [InlineData("gain >= -0.5", 1)]
    [InlineData("loss * 2 <= seconds", 0)]
    [InlineData("seconds - loss < 2", 0.25)]
    public void A_constraint_is_broken_by_a_share_of_its_bound(string text, double expected) =>
        Assert.Equal(expected, OutcomeConstraint.Parse(text).Violation(Metrics), 1e-12);

    [Fact]
    public void A_strict_bound_that_is_met_is_broken_by_next_to_nothing() =>
        Assert.InRange(OutcomeConstraint.Parse("loss < 2").Violation(Metrics), double.Epsilon, 1e-200);

    [Theory]
    [InlineData("params < 10"), InlineData("seconds / zero <= 3")]
    public void A_metric_that_is_missing_breaks_a_constraint_by_more_than_anything(string text) =>
        Assert.Equal(double.PositiveInfinity, OutcomeConstraint.Parse(text).Violation(Metrics));

    [Theory]
    [InlineData("seconds", "expected one comparison")]
    [InlineData("seconds == 3", "found '=='")]
    [InlineData("loss < 1 and seconds < 3", "found 'and'")]
    [InlineData("loss < 'a'", "numbers on both sides")]
    [InlineData("(loss < 1) < 2", "numbers on both sides")]
    [InlineData("loss < ", "expected a parameter")]
    public void What_is_no_single_comparison_of_numbers_is_refused(string text, string told) =>
        Assert.Contains(told, Assert.Throws<ExpressionException>(() => OutcomeConstraint.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Violations_add_up_and_losses_turn_what_is_maximized()
    {
        var goals = new Goals([new("loss"), new("gain", Maximize: true)], [.. Constraints("seconds <= 3", "gain > 0", "loss <= 2")]);

        var outcome = goals.Of(Metrics);

        Assert.Equal([2, 1], outcome.Losses!);
        Assert.Equal(1.5, outcome.Violation, 1e-12);
        Assert.Equal(["gain", "seconds"], goals.Others);
        Assert.Equal("""{"gain":-1,"seconds":4.5}""", goals.OthersIn(Metrics));
        Assert.Equal(outcome.Losses, goals.Of(2, goals.OthersIn(Metrics)).Losses);
        Assert.Equal(double.PositiveInfinity, goals.Of(2, null).Violation);
    }

    [Fact]
    public void An_objective_that_is_missing_leaves_no_losses() =>
        Assert.Null(new Goals([new("loss"), new("params")], []).Of(Metrics).Losses);

    [Fact]
    public void Goals_are_read_as_they_were_written()
    {
        var goals = new Goals([new("loss"), new("gain", Maximize: true)], [.. Constraints("seconds <= 3")]);

        var read = Goals.Parse(goals.ToJson(), "loss", maximize: false);

        Assert.Equal(goals.Objectives, read.Objectives);
        Assert.Equal(["seconds <= 3"], read.Constraints.Select(constraint => constraint.Text));
        Assert.Null(Goals.Of("loss", maximize: true).ToJson());
        Assert.Equal([new("loss", true)], Goals.Parse(null, "loss", maximize: true).Objectives);
        Assert.Throws<FormatException>(() => Goals.Parse("{}", "loss", maximize: false));
    }

    private static IEnumerable<OutcomeConstraint> Constraints(params string[] texts) => texts.Select(OutcomeConstraint.Parse);
}
