using Sweep.Search.Domains;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;

namespace Sweep.Search.Tests.Spaces;

public sealed class SpaceBuilderTests
{
    [Fact]
    public void A_space_in_code_is_what_a_sweep_file_says()
    {
        var space = new SpaceBuilder()
            .Real("lr", 1e-4, 1, log: true)
            .Real("dropout", 0, 0.5, step: 0.1)
            .Integer("layers", 1, 4)
            .Integer("hidden", 16, 512, log: true, step: 16)
            .Choice("cell", "rnn", "gru")
            .Boolean("bias")
            .Constant("corpus", "grammar")
            .Build();

        Assert.Equal(
            ["log_uniform_values", "q_uniform", "int_uniform", "q_log_uniform_values", "categorical", "categorical", "constant"],
            space.Parameters.Select(parameter => parameter.Domain.Distribution));
        Assert.Equal([null, 6, 4, 32, 2, 2, 1], space.Parameters.Select(parameter => parameter.Domain.Count));
        Assert.Equal("0.3", space.Parameters[1].Domain.Item(3)!.ToJsonString());
        Assert.Equal("512", space.Parameters[3].Domain.Item(31)!.ToJsonString());
    }

    [Fact]
    public void A_condition_may_name_values_of_a_parameter_that_comes_later()
    {
        var space = new SpaceBuilder()
            .Integer("x", 1, 2).When("n", 16)
            .Choice("n", 16, 32)
            .Build();

        var grid = new GridSampler(space);

        Assert.Equal(["""{"x":1,"n":16}""", """{"n":32}""", """{"x":2,"n":16}"""],
            Enumerable.Range(0, (int)grid.Count!.Value).Select(i => grid.Suggest(i, SearchHistory.Empty)!.Config.Json));
    }

    [Fact]
    public void Constraints_hold()
    {
        var space = new SpaceBuilder().Integer("a", 1, 3).Integer("b", 1, 3).Constraint("a < b").Constraint("a + b != 4").Build();

        Assert.Equal(2, new GridSampler(space).Count);
    }

    public static TheoryData<Func<SearchSpace>, string> Wrong { get; } = new()
    {
        { () => new SpaceBuilder().Build(), "a space has at least one parameter; found none" },
        { () => Ok.Real("", 0, 1).Build(), "a parameter needs a name" },
        { () => Ok.Real("a", 0, 1).Build(), "'a' is there already" },
        { () => Ok.Real("x", 1, 0).Build(), "'x' has a range from its min to a max that is not below it, both finite; found 1 to 0" },
        { () => Ok.Real("x", 0, double.NaN).Build(), "'x' has a range" },
        { () => Ok.Real("x", 0, 1, log: true).Build(), "'x' has a min above 0, because its logarithm is taken; found 0" },
        { () => Ok.Real("x", 0, 1, step: 0).Build(), "'x' has a step above 0; found 0" },
        { () => Ok.Real("x", 0, 1, step: 0.3).Build(), "only multiples of its step 0.3, and so must be its min and max; found 0 and 1" },
        { () => Ok.Integer("x", 0, long.MaxValue).Build(), "both within ±2^53; found 0 to 9223372036854775807" },
        { () => Ok.Integer("x", 0, 10, step: 0).Build(), "'x' has a step of at least 1; found 0" },
        { () => Ok.Integer("x", 1, 10, step: 3).Build(), "'x' has only multiples of its step 3" },
        { () => Ok.Choice("x").Build(), "'x' has a list of at least one value; found none" },
        { () => Ok.Choice("x", 1, 2, 1).Build(), "'x' has a list of different values; found 1 twice" },
        { () => Ok.Choice("x", 1).When("cell").Build(), "'x' waits for at least one value of 'cell'; found none" },
        { () => Ok.Choice("x", 1).When("cel", "p").Build(), "condition of 'x' names 'cel', which is no parameter; did you mean 'cell'?" },
        { () => Ok.Choice("x", 1).When("cell", "q", "r").Build(), "'x' waits for \"r\", which 'cell' never is (values: \"p\", \"q\")" },
        { () => Ok.Choice("x", 1).When("a", 0.5).Build(), "'x' waits for values of 'a', which has no list of values" },
        { () => Ok.Choice("x", 1).When("x", 1).Build(), "'when' of 'x' depends on itself" },
        { () => Ok.Constraint("a <").Build(), "in the constraint 'a <', character 4" },
        { () => Ok.Constraint("b < 1").Build(), "the constraint 'b < 1' names 'b', which is no parameter (parameters: a, cell)" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_named_with_what_was_expected(Func<SearchSpace> make, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void A_condition_without_a_parameter_before_it_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new SpaceBuilder().When("a", 1));

    private static SpaceBuilder Ok => new SpaceBuilder().Parameter("a", new RealDomain("uniform", new Distribution.Uniform(0, 1)))
        .Choice("cell", "p", "q");
}
