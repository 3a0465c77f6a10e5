using Sweep.Contracts;

namespace Sweep.Experiments.Catalog;

/// <summary>An experiment of one's own in a sweep that is only looked at: its assembly is not loaded, which would run its code. Takes any
/// parameter and any metric.</summary>
/// <param name="name">Its name, as the ledger has it.</param>
/// <param name="metric">The metric that ranks the sweep; empty = none.</param>
public sealed class UnloadedDefinition(string name, string metric) : IExperimentDefinition
{
    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public IReadOnlyList<ParameterDefinition>? Parameters => null;

    /// <inheritdoc />
    public IReadOnlyList<string>? Metrics => null;

    /// <inheritdoc />
    public string? DefaultMetric => metric.Length > 0 ? metric : null;

    /// <inheritdoc />
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

    /// <summary>Nobody knows how many reports it makes.</summary>
    public TrialWork Measure(TrialConfig config, DataFacts? data) => new() { Epochs = 0, CostKey = name };
}
