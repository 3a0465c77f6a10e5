using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Objectives;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>metric</c>, or <c>metrics</c>, and <c>outcome_constraints</c>.</summary>
internal sealed class MetricReader(IExperimentDefinition? experiment, SpecErrors errors)
{
    /// <summary>Most objectives: with more of them, nearly every trial is on the front.</summary>
    private const int MostObjectives = 8;

    private static readonly string[] Summaries = ["best", "last"];

    /// <summary>What ranks trials.</summary>
    /// <param name="Goals">Objectives, the first of which is the metric, and constraints; no objective where nothing is ranked.</param>
    /// <param name="Target">No new trials start once one has this value; null = none.</param>
    /// <param name="Summary">Which report is the value of a trial.</param>
    internal sealed record Read(Goals Goals, double? Target, MetricSummary Summary)
    {
        /// <summary>Name of the metric; empty = none.</summary>
        public string Name => Goals.Objectives.Count > 0 ? Goals.Objectives[0].Name : "";

        /// <summary>True when a larger one is better.</summary>
        public bool Maximize => Goals.Objectives.Count > 0 && Goals.Objectives[0].Maximize;
    }

    public Read Of(KeyReader root)
    {
        var read = root.Node("metrics") is { } several ? Several(root, several) : Single(root);
        var constraints = new OutcomesReader(experiment, errors).Read(root);
        if (constraints.Count > 0 && read.Name.Length == 0 && root.Node("metric") is null && root.Node("metrics") is null)
            errors.Add(root.At("outcome_constraints"), "'outcome_constraints' says which of the ranked trials count, and the file names " +
                "no metric to rank by: add 'metric: {name: loss, goal: minimize}'");
        return read with { Goals = read.Goals with { Constraints = constraints } };
    }

    private Read Single(KeyReader root)
    {
        if (root.Node("metric") is YamlScalar { Value: string } scalar)
            return Of(root.Text("metric") is { } word ? Known(word, scalar.At) : "", false, null, default);
        var keys = root.Section("metric", "the keys 'name' and 'goal'");
        keys?.RefuseOthers(["name", "goal", "target", "summary"], "'metric'", SweepKeys.WithoutEffectInMetric);
        var name = keys?.Text("name") is { } given ? Known(given, keys.Node("name")!.At) : Default(root, keys);
        return Of(name, Maximizes(keys), keys?.Number("target", double.IsFinite, "a number"), SummaryOf(keys));
    }

    private static Read Of(string name, bool maximize, double? target, MetricSummary summary) =>
        new(Goals.Of(name, maximize), target, summary);

    private Read Several(KeyReader root, YamlNode node)
    {
        if (root.Node("metric") is not null)
            errors.Add(root.At("metrics"), "'metrics' names several objectives and 'metric' names one: keep one of both keys");
        if (node is not YamlList { Items: { Count: >= 2 and <= MostObjectives } items })
        {
            var found = node is YamlList list ? $"a list of {list.Items.Count}" : node.Describe();
            var wayOut = node is YamlList { Items.Count: > MostObjectives } ? "make limits of the others with 'outcome_constraints'"
                : "for one objective write 'metric'";
            errors.Add(node.At, $"'metrics' is a list of 2 to {MostObjectives} objectives, for example [{{name: loss, goal: minimize}}, " +
                $"{{name: seconds, goal: minimize}}]; found {found}: {wayOut}");
            return Of("", false, null, default);
        }

        var (objectives, summary) = (new List<Objective>(), MetricSummary.Best);
        foreach (var (place, item) in items.Index())
        {
            if (One(item, place) is not var (objective, itsSummary)) continue;
            if (objectives.Exists(other => other.Name == objective.Name))
                errors.Add(item.At, $"'metrics' names '{objective.Name}' twice: name each objective once");
            objectives.Add(objective);
            if (place == 0) summary = itsSummary;
        }

        return new(new Goals(objectives, []), null, summary);
    }

    private (Objective Objective, MetricSummary Summary)? One(YamlNode item, int place)
    {
        if (item is YamlScalar { Value: string name }) return (new Objective(Known(name, item.At)), default);
        if (item is not YamlMap map)
        {
            errors.Add(item.At, $"an objective is a map with the keys 'name' and 'goal', found {item.Describe()}");
            return null;
        }

        var keys = new KeyReader(map, $"metrics[{place}].", errors);
        string[] known = place == 0 ? ["name", "goal", "summary"] : ["name", "goal"];
        Refuse(keys, place);
        keys.RefuseOthers(known, "an objective", ["target", "summary"]);
        keys.Require("name", known, "an objective needs the key 'name': the metric that reports carry");
        return keys.Text("name") is { } given
            ? (new(Known(given, keys.Node("name")!.At), Maximizes(keys)), place == 0 ? SummaryOf(keys) : default) : null;
    }

    private void Refuse(KeyReader keys, int place)
    {
        if (keys.Node("target") is not null)
            errors.Add(keys.At("target"), "'target' ends a sweep at a value of its only metric, and this one has several objectives: " +
                "remove it, or name one 'metric' with a target and make limits of the others with 'outcome_constraints'");
        if (place > 0 && keys.Node("summary") is not null)
            errors.Add(keys.At("summary"), "the values of all objectives are those of one epoch, which 'summary' of the first objective " +
                "chooses: write it there");
    }

    private static bool Maximizes(KeyReader? keys) => keys?.Word("goal", ["minimize", "maximize"]) == "maximize";

    private static MetricSummary SummaryOf(KeyReader? keys) =>
        keys?.Word("summary", Summaries) == "last" ? MetricSummary.Last : MetricSummary.Best;

    private string Known(string name, SpecPosition at)
    {
        if (experiment?.Metrics is { } metrics && !metrics.Contains(name))
            errors.Add(at, $"no report of '{experiment.Name}' carries the metric '{name}'{Suggestion.For(name, metrics)} (metrics: " +
                $"{Suggestion.List(metrics)})");
        return name;
    }

    private string Default(KeyReader root, KeyReader? keys)
    {
        if (experiment?.DefaultMetric is { } metric) return metric;
        if (experiment is not null && root.Node("metric") is not null && keys?.Node("name") is null)
            errors.Add(root.At("metric"), $"'{experiment.Name}' has no metric of its own: name the one its reports carry, for example " +
                "'metric: {name: loss, goal: minimize}'");
        return "";
    }
}
