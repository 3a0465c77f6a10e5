using Sweep.Contracts;
using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Assemblies;

public sealed class GuardedDefinitionTests
{
    private const string Failed = " failed with InvalidOperationException: out of luck";

    [Fact]
    public void A_configuration_that_its_code_can_read_has_no_problem() => Assert.Empty(Problems(new()));

    [Fact]
    public void What_it_says_against_a_configuration_is_passed_on() =>
        Assert.Equal(["a is odd"], Problems(new() { OnCheck = () => [new ConfigProblem("a", "a is odd")] }));

    [Fact]
    public void Code_that_throws_is_named_with_its_method_and_the_first_line_of_what_it_threw()
    {
        Assert.Equal([$"{nameof(Fragile)}.Check{Failed}"], Problems(new() { OnCheck = () => throw OutOfLuck }));
        Assert.Equal([$"{nameof(Fragile)}.Epochs or CostKeyOf{Failed}"], Problems(new() { OnEpochs = () => throw OutOfLuck }));
    }

    [Fact]
    public void Trials_without_an_epoch_are_a_problem() => Assert.Equal(
        ["Fragile.Epochs is at least 1, found 0: correct its code"], Problems(new() { OnEpochs = () => 0 }));

    private static InvalidOperationException OutOfLuck => new("out of luck\nand of lines");

    private static IEnumerable<string> Problems(Fragile experiment) =>
        new GuardedDefinition(experiment).Check("{}", "/").Select(problem => problem.Message);

    private sealed class Fragile : TrainingExperiment
    {
        public Func<IReadOnlyList<ConfigProblem>> OnCheck { get; init; } = () => [];

        public Func<int> OnEpochs { get; init; } = () => 1;

        public override string Name => "fragile";

        public override IReadOnlyList<ParameterDefinition> Parameters => [];

        public override IReadOnlyList<string> Metrics => ["loss"];

        public override int Epochs(ConfigValues config) => OnEpochs();

        public override IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => OnCheck();

        public override ITrainingSession Open(TrialContext trial, ConfigValues config) => throw OutOfLuck;
    }
}
