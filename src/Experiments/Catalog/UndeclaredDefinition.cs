using Sweep.Contracts;

namespace Sweep.Experiments.Catalog;

/// <summary>An experiment that declares nothing: it takes any parameter, and reports what and how often it likes.</summary>
public sealed class UndeclaredDefinition(string name) : IExperimentDefinition
{
    /// <summary>Runs any program: one that speaks the worker protocol, or a command whose JSON lines are its reports.</summary>
    public static UndeclaredDefinition Program { get; } = new("program") { RunsCommands = true };

    /// <summary>No worker runs its trials: whoever asks for one does, in any language, and tells how it went (<c>sweep ask</c>).</summary>
    public static UndeclaredDefinition Asked { get; } = new("ask") { IsAsked = true };

    /// <summary>One of one's own in a sweep that is only looked at: its assembly is not loaded, which would run its code.</summary>
    public static UndeclaredDefinition NotLoaded(string name, string metric) =>
        new(name) { DefaultMetric = metric.Length > 0 ? metric : null };

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public IReadOnlyList<ParameterDefinition>? Parameters => null;

    /// <inheritdoc />
    public IReadOnlyList<string>? Metrics => null;

    /// <inheritdoc />
    public string? DefaultMetric { get; private init; }

    /// <inheritdoc />
    public bool RunsCommands { get; private init; }

    /// <inheritdoc />
    public bool IsAsked { get; private init; }

    /// <inheritdoc />
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

    /// <summary>Nobody knows how many reports it makes, whatever its parameters are called.</summary>
    public TrialWork Measure(TrialConfig config, DataFacts? data) => new() { Epochs = 0, CostKey = name };
}
