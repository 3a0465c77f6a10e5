using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace OwnExperiment;

/// <summary>Gradient descent in a valley: the value <c>valley</c> of the sweep file's key <c>experiment</c>.</summary>
public sealed class Valley : TrainingExperiment
{
    public override string Name => "valley";

    public override IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        Integer("epochs", 20, 1, 10_000, "reports to make"),
        Real("lr", 0.01, 0, 1, "length of a step") with { MinIsExclusive = true },
        Real("momentum", 0, 0, 1, "share of the step before that is added") with { MaxIsExclusive = true },
        Real("noise", 0.1, 0, null, "standard deviation of the place to begin") with { Unit = "metres" },
    ];

    public override IReadOnlyList<string> Metrics => ["height", "distance"];

    public override int Epochs(ConfigValues config) => config.Integer("epochs");

    public override IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder)
    {
        var values = new ConfigValues(Parameters, config.ToJson());
        return values.Real("momentum") == 0 && values.Real("lr") > 0.02
            ? [new("lr", "without momentum, steps above 0.02 leave the valley: choose a smaller lr, or a momentum above 0")]
            : [];
    }

    public override ITrainingSession Open(TrialContext trial, ConfigValues config) => new ValleySession(trial, config);
}
