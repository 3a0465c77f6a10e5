using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>metric</c>.</summary>
internal sealed class MetricReader(IExperimentDefinition? experiment, SpecErrors errors)
{
    /// <summary>The metric; an empty name where a program ranks nothing.</summary>
    public (string Name, bool Maximize, double? Target, MetricSummary Summary) Read(KeyReader root)
    {
        if (root.Node("metric") is YamlScalar { Value: string } scalar)
            return (root.Text("metric") is { } word ? Known(word, scalar.At) : "", false, null, default);
        var keys = root.Section("metric", "the keys 'name' and 'goal'");
        keys?.RefuseOthers(["name", "goal", "target", "summary"], "'metric'", SweepKeys.WithoutEffectInMetric);
        var name = keys?.Text("name") is { } given ? Known(given, keys.Node("name")!.At) : Default(root, keys);
        var goal = keys?.Word("goal", ["minimize", "maximize"]);
        var summary = keys?.Word("summary", ["best", "last"]) == "last" ? MetricSummary.Last : MetricSummary.Best;
        return (name, goal == "maximize", keys?.Number("target", double.IsFinite, "a number"), summary);
    }

    private string Known(string name, SpecPosition at)
    {
        if (experiment?.Metrics is { } metrics && !metrics.Contains(name))
        {
            errors.Add(at, $"no report of '{experiment.Name}' carries the metric '{name}'{Suggestion.For(name, metrics)} (metrics: " +
                $"{Suggestion.List(metrics)})");
        }

        return name;
    }

    private string Default(KeyReader root, KeyReader? keys)
    {
        if (experiment?.DefaultMetric is { } metric) return metric;
        if (experiment is not null && root.Node("metric") is not null && keys?.Node("name") is null)
        {
            errors.Add(root.At("metric"), $"'{experiment.Name}' has no metric of its own: name the one its reports carry, for example " +
                $"'metric: {{name: loss, goal: minimize}}'");
        }

        return "";
    }
}
