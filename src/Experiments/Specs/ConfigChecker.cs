using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>Asks the experiment about a whole configuration and puts its answers at the lines of the parameters to blame.</summary>
internal sealed class ConfigChecker(SweepSpec spec, IExperimentDefinition definition, string baseFolder, SpecErrors errors)
{
    /// <summary>True when nothing is wrong with a configuration; without a place it was chosen, and its parameters are to blame.</summary>
    public bool IsGood(TrialConfig config, SpecPosition? at = null)
    {
        var problems = Missing(config).ToList();
        if (problems.Count == 0) problems.AddRange(definition.Check(config, baseFolder));
        if (problems.Count == 0)
            problems.AddRange(Metrics.Select(metric => definition.CheckMetric(config, metric)).OfType<ConfigProblem>());
        foreach (var problem in problems) errors.Add(at ?? Position(problem), problem.Message);
        return problems.Count == 0;
    }

    /// <summary>Those of every objective and of every constraint on outcomes.</summary>
    private IEnumerable<string> Metrics => spec.Goals.Others.Prepend(spec.Metric);

    private SpecPosition Position(ConfigProblem problem) => spec.Positions.GetValueOrDefault(
        new[] { problem.Parameter, problem.Otherwise }.FirstOrDefault(name => name is not null && spec.Positions.ContainsKey(name)) ?? "");

    // Only a 'when' can leave out a parameter that has no default: the file has it.
    private IEnumerable<ConfigProblem> Missing(TrialConfig config) =>
        from parameter in definition.Parameters ?? []
        where parameter.Default is null && !config.Has(parameter.Name)
        select new ConfigProblem(parameter.Name,
            $"'{definition.Name}' needs the parameter '{parameter.Name}' in every configuration, but its 'when' leaves it out of {config}");
}
