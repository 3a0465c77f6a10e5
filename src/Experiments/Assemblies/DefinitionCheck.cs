using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Assemblies;

/// <summary>Looks for what an experiment says of itself that cannot be. Pure.</summary>
internal static class DefinitionCheck
{
    /// <summary>What is wrong, and the way out; null when nothing is.</summary>
    public static string? Problem(IExperimentDefinition experiment)
    {
        if (!SweepName.IsProper(experiment.Name ?? "")) return $"its Name is '{experiment.Name}', expected {SweepName.Rule}";
        var parameters = experiment.Parameters ?? [];
        return First(parameters.Select(parameter => ParameterName.Problem(parameter.Name, isFree: false)))
            ?? Twice("parameter", parameters.Select(parameter => parameter.Name))
            ?? First(parameters.Select(parameter => Default(parameters, parameter)))
            ?? First(parameters.Select(parameter => Reading(parameters, parameter)))
            ?? Changeable(experiment.Changeable ?? [], [.. parameters.Select(parameter => parameter.Name)])
            ?? Metrics(experiment);
    }

    private static string? Changeable(IReadOnlyList<string> names, IReadOnlyList<string> known) =>
        names.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? $"its Changeable names '{unknown}', which is none of its parameters{Suggestion.For(unknown, known)}" : null;

    private static string? Reading(IReadOnlyList<ParameterDefinition> parameters, ParameterDefinition parameter)
    {
        if (parameter.ReadBy is not { } by) return null;
        var other = parameters.FirstOrDefault(other => other.Name == by.Parameter);
        return other is { Kind: ParameterKind.Choice, Default: not null, ReadBy: null } && by.Words.All(other.Choices.Contains) ? null
            : $"its parameter '{parameter.Name}' has a ReadBy of '{by.Parameter}', which must be a choice with a default and with the " +
                $"words {string.Join(", ", by.Words)}, and without a ReadBy of its own";
    }

    private static string? First(IEnumerable<string?> problems) => problems.FirstOrDefault(problem => problem is not null);

    private static string? Twice(string what, IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"it has the {what} '{twice.Key}' twice: remove one" : null;

    /// <summary>A default must be a value that the parameter accepts.</summary>
    private static string? Default(IReadOnlyList<ParameterDefinition> parameters, ParameterDefinition parameter)
    {
        if (parameter.Kind is ParameterKind.Choice && parameter.Choices.Count == 0)
            return $"its parameter '{parameter.Name}' has no Choices";
        if (parameter.Default is not { } preset) return null;
        var values = new ConfigValues(parameters, new JsonObject());
        try
        {
            _ = parameter.Kind switch
            {
                ParameterKind.Integer => values.Integer(parameter.Name),
                ParameterKind.Real => values.Real(parameter.Name),
                ParameterKind.Boolean => values.Boolean(parameter.Name),
                ParameterKind.Choice => values.Choice(parameter.Name),
                ParameterKind.ChoiceOrInteger => parameter.Choices.Contains(preset) ? preset : values.Integer(parameter.Name),
                _ => (object)preset,
            };
            return null;
        }
        catch (TrialException e)
        {
            return $"the default of its parameter is none of its values: {e.Message}";
        }
    }

    private static string? Metrics(IExperimentDefinition experiment)
    {
        if (experiment.Metrics is not { Count: > 0 } metrics) return "it has no Metrics: name at least the one that sweeps are ranked by";
        if (experiment.DefaultMetric is { } preset && !metrics.Contains(preset))
            return $"its DefaultMetric '{preset}' is none of its Metrics ({string.Join(", ", metrics)})";
        return Twice("metric", metrics);
    }
}
