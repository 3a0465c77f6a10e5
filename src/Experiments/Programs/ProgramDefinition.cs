using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Programs;

/// <summary>Any program: one that speaks the worker protocol, or a command whose JSON lines are its reports.
/// Knows nothing in advance.</summary>
public sealed class ProgramDefinition : IExperimentDefinition
{
    /// <summary>Name of the experiment.</summary>
    public const string Experiment = "program";

    /// <inheritdoc />
    public string Name => Experiment;

    /// <inheritdoc />
    public IReadOnlyList<ParameterDefinition>? Parameters => null;

    /// <inheritdoc />
    public IReadOnlyList<string>? Metrics => null;

    /// <inheritdoc />
    public string? DefaultMetric => null;

    /// <inheritdoc />
    public bool RunsCommands => true;

    /// <inheritdoc />
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

    /// <summary>As many reports as it makes: whatever its parameters are called, nobody knows what they mean.</summary>
    public TrialWork Measure(TrialConfig config, DataFacts? data) => new() { Epochs = 0, CostKey = Name };
}
