using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Expressions;
using Sweep.Search.Objectives;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>outcome_constraints</c>, and says what does not go with several objectives.</summary>
internal sealed class OutcomesReader(IExperimentDefinition? experiment, SpecErrors errors)
{
    private const string Key = "outcome_constraints";
    private const string Example = "['seconds <= 3']";

    // Methods that look at results and know one objective only.
    private static readonly string[] Single = ["tpe", "gp", "cmaes"];

    public IReadOnlyList<OutcomeConstraint> Read(KeyReader root)
    {
        if (root.Node(Key) is not { } node) return [];
        if (node is YamlScalar { Value: string } alone) node = new YamlList(alone.At, [alone]);
        if (node is YamlList { Items: { Count: > 0 } items }) return [.. items.Select(item => One(root, item)).OfType<OutcomeConstraint>()];
        errors.Add(node.At, $"'{Key}' is a list of conditions on metrics, for example {Example}; found {node.Describe()}");
        return [];
    }

    /// <summary>Reports what compares trials by one metric where there are several.</summary>
    public void RefuseSeveral(KeyReader root, Goals goals, string? method)
    {
        if (!goals.HasSeveral) return;
        var count = $"and 'metrics' names {goals.Objectives.Count} objectives";
        const string limits = "or name one 'metric' and make limits of the others with 'outcome_constraints'";
        if (method is not null && Single.Contains(method))
            errors.Add(root.At("method"), $"method '{method}' learns from one metric, {count}: use 'nsga2', or 'bayes', which picks it; " +
                limits);
        // Written out, null says that there is none.
        if (root.Node("early_terminate") is not (null or YamlScalar { Value: null }))
            errors.Add(root.At("early_terminate"), $"'early_terminate' compares trials by one metric, {count}: remove it, {limits}");
    }

    private OutcomeConstraint? One(KeyReader root, YamlNode item)
    {
        if (item is not YamlScalar { Value: string text } scalar)
        {
            errors.Add(item.At, $"an outcome constraint is a condition on metrics, for example {Example}; found {item.Describe()}");
            return null;
        }

        try
        {
            var constraint = OutcomeConstraint.Parse(text);
            foreach (var (name, offset) in constraint.Metrics) Check(root, name, scalar.Inside(offset));
            if (constraint.Metrics.Count > 0) return constraint;
            errors.Add(scalar.At, $"the outcome constraint '{text}' names no metric, so it can change nothing: remove it");
        }
        catch (ExpressionException e)
        {
            errors.Add(scalar.Inside(e.Offset), $"in the outcome constraint '{text}': {e.Message}");
        }

        return null;
    }

    private void Check(KeyReader root, string name, SpecPosition at)
    {
        var isParameter = (root.Node("parameters") as YamlMap)?.Find(name) is not null;
        if (experiment?.Metrics is { } metrics && !metrics.Contains(name))
        {
            var wayOut = isParameter ? "; it is a parameter, and conditions on these stand in 'constraints'"
                : Suggestion.For(name, metrics);
            errors.Add(at, $"no report of '{experiment.Name}' carries the metric '{name}'{wayOut} (metrics: {Suggestion.List(metrics)})");
        }
        else if (isParameter)
        {
            errors.Notice(at, $"'{name}' is a parameter too; in '{Key}' it is the metric of that name in reports, and conditions on " +
                "parameters stand in 'constraints'");
        }
    }
}
