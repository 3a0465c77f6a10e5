using System.Text.Json.Nodes;
using Sweep.Search.Expressions;
using Sweep.Search.Spaces;

namespace Sweep.Search.Tests.Spaces;

public sealed class ConstraintTests
{
    private static readonly Dictionary<string, JsonNode?> Values = new()
    {
        ["layers"] = 2,
        ["hidden"] = 256,
        ["lr"] = 0.5,
        ["cell"] = "lstm",
        ["both"] = true,
        ["weight-decay"] = 0.1,
        ["optimizer.lr"] = 3,
    };

    [Theory]
    [InlineData("layers * hidden <= 512", true)]
    [InlineData("layers * hidden < 512", false)]
    [InlineData("layers + 2 * 3 == 8", true)]
    [InlineData("(layers + 2) * 3 == 12", true)]
    [InlineData("hidden / 3 > 85 and hidden / 3 < 86", true)]
    [InlineData("hidden % 8 == 0", true)]
    [InlineData("-layers < -1.5e0", true)]
    [InlineData("1 - 1 - 1 == -1 and layers > 0", true)]
    [InlineData("cell == 'lstm'", true)]
    [InlineData("cell == \"gru\"", false)]
    [InlineData("cell != 'gru' or lr > 1", true)]
    [InlineData("not cell == 'lstm'", false)]
    [InlineData("not (layers == 2 and lr == 0.5)", false)]
    [InlineData("lr > 1 or layers == 2 and hidden == 256", true)]
    [InlineData("both", true)]
    [InlineData("not both", false)]
    [InlineData("both == true", true)]
    [InlineData("cell == 2", false)]
    [InlineData("`weight-decay` < .2", true)]
    [InlineData("optimizer.lr == 3", true)]
    [InlineData("cell == 'rnn' and cell > 3", false)]
    public void Evaluates_as_Python_would(string text, bool expected) => Assert.Equal(expected, Holds(text));

    [Theory]
    [InlineData("", 0, "expected a parameter, a number or a quoted text, found the end")]
    [InlineData("layers *", 8, "expected a parameter, a number or a quoted text, found the end")]
    [InlineData("layers * * 2", 9, "expected a parameter, a number or a quoted text, found '*'")]
    [InlineData("(layers < 2", 11, "expected ')', found the end")]
    [InlineData("layers < 2)", 10, "expected an operator or the end, found ')'")]
    [InlineData("layers hidden", 7, "expected an operator or the end, found 'hidden'")]
    [InlineData("1 < layers < 3", 11, "comparisons cannot be chained: write 'a < b and b < c'")]
    [InlineData("layers = 2", 7, "'=' has no meaning in a constraint: write '==' to compare")]
    [InlineData("both && both", 5, "'&&' has no meaning in a constraint: write 'and'")]
    [InlineData("cell == 'lstm", 8, "this ' is never closed")]
    [InlineData("layers ? 2", 7, "'?' has no meaning in a constraint")]
    public void Refuses_what_is_no_condition_and_points_at_it(string text, int offset, string message)
    {
        var e = Assert.Throws<ExpressionException>(() => Constraint.Parse(text));

        Assert.Equal((offset, message), (e.Offset, e.Message));
    }

    [Theory]
    [InlineData("cell > 2", "in the constraint 'cell > 2': '>' needs numbers, found the text 'lstm'")]
    [InlineData("layers and both", "in the constraint 'layers and both': 'and' joins conditions, found 2")]
    [InlineData("not layers", "in the constraint 'not layers': 'not' needs a condition, found 2")]
    [InlineData("layers * 2", "in the constraint 'layers * 2': it is a value, not a condition: compare it, for example 'layers * 2 <= 10'")]
    public void Refuses_values_that_do_not_fit(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ExpressionException>(() => Holds(text)).Message);

    [Fact]
    public void Asks_nothing_of_a_configuration_without_the_parameter() => Assert.True(Holds("layers > 100 and absent > 3"));

    [Theory]
    [InlineData('(')]
    [InlineData('-')]
    public void Depth_is_bounded(char c) => Assert.Throws<ExpressionException>(() => Constraint.Parse(new string(c, 900) + "1"));

    [Fact]
    public void Length_is_bounded() =>
        Assert.Throws<ExpressionException>(() => Constraint.Parse(string.Join(" + ", Enumerable.Repeat("layers", 5000)) + " > 1"));

    private static bool Holds(string text) => Constraint.Parse(text).Holds(Values.ContainsKey, name => Values[name]);
}
