using Sweep.Contracts;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Noop;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>The experiments noop and program, and the catalog of all.</summary>
public sealed class SmallDefinitionTests
{
    [Fact]
    public void Catalog_has_every_experiment_of_this_build() =>
        Assert.Equal(["ask", "language-model", "noop", "program", "seq2seq", "tree"], BuiltInExperiments.Catalog().Names);

    [Theory]
    [InlineData("{}", 5)]
    [InlineData("""{"epochs": 7}""", 7)]
    public void Noop_reports_as_often_as_its_epochs(string config, int epochs) =>
        Assert.Equal(epochs, new NoopDefinition().Measure(TrialConfig.Parse(config), null).Epochs);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"epochs": 7}""")]
    public void Nobody_knows_how_often_a_program_reports_whatever_its_parameters_are_called(string config) =>
        Assert.Equal(0, UndeclaredDefinition.Program.Measure(TrialConfig.Parse(config), null).Epochs);

    [Fact]
    public void A_program_takes_any_parameter_and_any_metric()
    {
        var program = UndeclaredDefinition.Program;

        Assert.Null(program.Parameters);
        Assert.Null(program.Metrics);
        Assert.Empty(program.Check(TrialConfig.Parse("""{"anything": 1}"""), "/"));
    }
}
