using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Tests.Specs;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.Tests.Assemblies;

public sealed class DefinitionCheckTests
{
    [Fact]
    public void What_makes_sense_has_no_problem() => Assert.Null(DefinitionCheck.Problem(Good));

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "name", "its Name is 'a b', expected up to 100 letters" },
        { "parameter", "'1st' cannot be a parameter's name: it starts with '1'" },
        { "twice", "it has the parameter 'a' twice: remove one" },
        { "default", "the default of its parameter is none of its values: a must be a whole number of at least 1, found 0" },
        { "word", "the default of its parameter is none of its values: a must be one of p, q, found r" },
        { "choices", "its parameter 'a' has no Choices" },
        { "changeable", "its Changeable names 'epoch', which is none of its parameters; did you mean 'epochs'?" },
        { "metrics", "it has no Metrics" },
        { "metric", "its DefaultMetric 'loss' is none of its Metrics (height)" },
        { "metric twice", "it has the metric 'height' twice: remove one" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_named(string what, string message) =>
        Assert.Contains(message, DefinitionCheck.Problem(Of(what)), StringComparison.Ordinal);

    private static FakeExperiment Good => With([Integer("a", 1, 1, null, "a"), Choice("b", ["p", "q"], "q", "b")]);

    private static FakeExperiment Of(string what) => what switch
    {
        "name" => new() { Name = "a b", Parameters = [] },
        "parameter" => With([Integer("1st", 1, 1, null, "a")]),
        "twice" => With([Integer("a", 1, 1, null, "a"), Boolean("a", true, "a")]),
        "default" => With([Integer("a", 0, 1, null, "a")]),
        "word" => With([Choice("a", ["p", "q"], "r", "a")]),
        "choices" => With([Choice("a", [], "r", "a")]),
        "changeable" => new() { Parameters = [Integer("epochs", 1, 1, null, "a")], Changeable = ["epoch"] },
        "metrics" => new() { Parameters = [], Metrics = [] },
        "metric" => new() { Parameters = [], Metrics = ["height"], DefaultMetric = "loss" },
        _ => new() { Parameters = [], Metrics = ["height", "height"], DefaultMetric = null },
    };

    private static FakeExperiment With(IReadOnlyList<ParameterDefinition> parameters) => new() { Parameters = parameters };
}
