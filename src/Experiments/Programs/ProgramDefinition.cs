using System.Text.Json;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Programs;

/// <summary>Any program: one that speaks the worker protocol, or a command whose last JSON line is its report.
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

    /// <summary>One report, or as many as a parameter named <c>epochs</c> says.</summary>
    public TrialWork Measure(TrialConfig config, string baseFolder) => new()
    {
        Epochs = config["epochs"] is { } epochs && epochs.GetValueKind() == JsonValueKind.Number
            && epochs.AsValue().TryGetValue<int>(out var count)
            ? Math.Max(count, 1)
            : 1,
        CostKey = Name,
    };
}
