using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Assemblies;

/// <summary>An experiment of one's own. Where its code fails, the configuration is at fault; the message says what threw what.</summary>
internal sealed class GuardedDefinition(TrainingExperiment experiment) : IExperimentDefinition
{
    /// <summary>The experiment itself.</summary>
    public TrainingExperiment Experiment => experiment;

    public string Name => experiment.Name;
    public IReadOnlyList<ParameterDefinition>? Parameters => experiment.Parameters;
    public IReadOnlyList<string>? Metrics => experiment.Metrics;
    public string? DefaultMetric => experiment.DefaultMetric;
    public IReadOnlyList<string>? Changeable => experiment.Changeable;

    /// <summary>Also looks at what <see cref="Measure"/> will say, so that it holds for every configuration without problems.</summary>
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder)
    {
        IReadOnlyList<ConfigProblem> problems = [];
        if (Failure("Check", () => problems = experiment.Check(config, baseFolder)) is { } failed) return [failed];
        if (problems.Count > 0) return problems;
        var epochs = 0;
        if (Failure("Epochs or CostKeyOf", () => epochs = experiment.Measure(config, null).Epochs) is { } unmeasured) return [unmeasured];
        return epochs >= 1 ? [] : [new(null, $"{experiment.GetType().Name}.Epochs is at least 1, found {epochs}: correct its code")];
    }

    public TrialWork Measure(TrialConfig config, DataFacts? data) => experiment.Measure(config, data);

    private ConfigProblem? Failure(string method, Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (Exception e)
        {
            return new(null, $"{experiment.GetType().Name}.{method} failed with {TrialFailure.Words(e)}");
        }
    }
}
