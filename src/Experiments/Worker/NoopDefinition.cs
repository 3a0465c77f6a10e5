using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Worker;

/// <summary>The <c>noop</c> experiment: trains nothing; see <see cref="NoopOptions"/>.</summary>
public sealed class NoopDefinition : IExperimentDefinition
{
    /// <inheritdoc />
    public string Name => NoopRunner.Experiment;

    /// <inheritdoc />
    public IReadOnlyList<ParameterDefinition> Parameters => NoopOptions.Parameters;

    /// <inheritdoc />
    public IReadOnlyList<string> Metrics => ["loss", "score"];

    /// <inheritdoc />
    public string DefaultMetric => "loss";

    /// <inheritdoc />
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

    /// <inheritdoc />
    public TrialWork Measure(TrialConfig config, string baseFolder) => new()
    {
        Epochs = Read(config).Epochs,
        CostKey = Name,
    };

    private static NoopOptions Read(TrialConfig config) =>
        NoopOptions.From(new ConfigValues(NoopOptions.Parameters, JsonNode.Parse(config.Json)!.AsObject()));
}
