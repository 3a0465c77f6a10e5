using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Asked;

/// <summary>Trials that no worker runs: whoever asks for one does, in any language, and tells how it went (<c>sweep ask</c>,
/// <c>sweep tell</c>). Knows nothing in advance.</summary>
public sealed class AskedDefinition : IExperimentDefinition
{
    /// <summary>Name of the experiment.</summary>
    public const string Experiment = "ask";

    /// <inheritdoc />
    public string Name => Experiment;

    /// <inheritdoc />
    public IReadOnlyList<ParameterDefinition>? Parameters => null;

    /// <inheritdoc />
    public IReadOnlyList<string>? Metrics => null;

    /// <inheritdoc />
    public string? DefaultMetric => null;

    /// <inheritdoc />
    public bool IsAsked => true;

    /// <inheritdoc />
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

    /// <summary>As many reports as it makes.</summary>
    public TrialWork Measure(TrialConfig config, DataFacts? data) => new() { Epochs = 0, CostKey = Name };
}
