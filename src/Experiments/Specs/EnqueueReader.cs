using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Expressions;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Suggestion = Sweep.Contracts.Text.Suggestion;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>enqueue</c>: a list of configurations that are tried first, each a map from parameters to values.</summary>
/// <remarks>Unread are parameters of the file that no trial has, because none reads them.</remarks>
internal sealed class EnqueueReader(KeyReader root, IExperimentDefinition? definition, IReadOnlySet<string> unread, SpecErrors errors)
{
    private const string Key = "enqueue";
    private const int MostShown = 10;

    /// <summary>The configurations, made whole. Each begins with so many trials, of which the sweep has a most (null = no limit).</summary>
    public IReadOnlyList<EnqueuedConfig> Read(SearchSpace space, long seed, int trialsOfEach, int? maxTrials)
    {
        if (root.Node(Key) is not { } node) return [];
        if (node is not YamlList { Items: { Count: > 0 } items })
        {
            errors.Add(node.At, $"'{Key}' is a list of configurations to try first, for example [{Example(space)}]; " +
                $"found {node.Describe()}{(node is YamlMap ? ": put a '-' before it" : "")}");
            return [];
        }

        var trials = items.Count * (double)trialsOfEach;
        if (trials > Math.Max(maxTrials ?? int.MaxValue, trialsOfEach))
            errors.Add(root.At(Key), $"'{Key}' has {items.Count:N0} configurations, which are {trials:N0} trials, and the sweep has at " +
                $"most {maxTrials:N0}: raise 'run_cap', or list fewer");
        var axes = space.Parameters.Select(parameter => new Axis(parameter.Name, parameter.Domain)).ToList();
        var completion = new ConfigCompletion(space, seed, Defaults(axes));
        var found = new List<EnqueuedConfig>();
        foreach (var (number, item) in items.Index())
        {
            if (Given(item, axes) is { } given && Complete(completion, number, given, space, item.At, found) is { } config)
                found.Add(new(config, item.At));
        }

        return found;
    }

    private TrialConfig? Complete(
        ConfigCompletion completion, int number, Dictionary<int, (JsonNode? Value, SpecPosition At)> given, SearchSpace space,
        SpecPosition at, List<EnqueuedConfig> before)
    {
        try
        {
            var made = completion.Complete(number, given.ToDictionary(pair => pair.Key, pair => pair.Value.Value));
            switch (made.Problem)
            {
                case CompletionProblem.None:
                    return made.Config;
                case CompletionProblem.Absent:
                    errors.Add(given[made.Parameter].At, Absent(space.Parameters[made.Parameter], made.Config));
                    break;
                case CompletionProblem.Constraint:
                    var texts = Suggestion.List(space.Constraints.Select(constraint => $"'{constraint.Text}'"), MostShown);
                    errors.Add(at, $"this configuration of '{Key}' breaks the constraints, {texts}: change it, or loosen them " +
                        $"(found {made.Config})");
                    break;
                default:
                    var same = before.Find(other => other.Config.Equals(made.Config));
                    var first = same is { At.Line: > 0 } ? $" (first on line {same.At.Line})" : "";
                    errors.Add(at, $"'{Key}' has this configuration twice{first}, and each is tried once: remove one of them " +
                        $"(found {made.Config})");
                    break;
            }
        }
        catch (ExpressionException e)
        {
            errors.Add(at, e.Message);
        }

        return null;
    }

    private static string Absent(SpaceParameter parameter, TrialConfig config)
    {
        var clause = parameter.When.FirstOrDefault(clause => !config.Has(clause.Parent) || !clause.Admits(config[clause.Parent]));
        var where = clause is null ? "" : $", which is there only where '{clause.Parent}' is " +
            $"{Suggestion.List(clause.Values.Select(DomainValues.Show), MostShown)}";
        var found = clause is null ? "" : config.Has(clause.Parent) ? $" (found {clause.Parent}={DomainValues.Show(config[clause.Parent])})"
            : $" (found no '{clause.Parent}')";
        return $"this configuration of '{Key}' gives '{parameter.Name}'{where}{found}: remove it, or give the other one such a value";
    }

    /// <summary>Values by the number of the parameter; null when something was reported.</summary>
    private Dictionary<int, (JsonNode? Value, SpecPosition At)>? Given(YamlNode node, List<Axis> axes)
    {
        if (node is not YamlMap map)
        {
            errors.Add(node.At, $"a configuration of '{Key}' is a map from parameters to values, found {node.Describe()}");
            return null;
        }

        var before = errors.Count;
        var given = new Dictionary<int, (JsonNode? Value, SpecPosition At)>();
        Take(map, "", axes, given);
        return errors.Count == before ? given : null;
    }

    // The map holds parameters, or a group of them; the prefix, names of the groups around it, each with a dot.
    private void Take(YamlMap map, string prefix, List<Axis> axes, Dictionary<int, (JsonNode? Value, SpecPosition At)> given)
    {
        foreach (var (key, at, node) in map.Entries)
        {
            var name = prefix + key;
            var index = axes.FindIndex(axis => axis.Name == name);
            if (index < 0 && node is YamlMap group && axes.Exists(axis => axis.Name.StartsWith(name + ".", StringComparison.Ordinal)))
                Take(group, name + ".", axes, given);
            else if (index < 0 && unread.Contains(name)) continue;
            else if (index < 0) errors.Add(at, Unknown(name, axes));
            else if (Value(axes[index], node, out var value)) given[index] = (value, at);
        }
    }

    private string Unknown(string name, List<Axis> axes)
    {
        if (DefinitionOf(name) is { } left)
            return $"'{Key}' gives '{name}', which is not among the 'parameters' of this file, so that it is {left.Default} in every " +
                "trial: list the values that it may have there";
        var names = axes.Select(axis => axis.Name).ToList();
        return $"'{Key}' gives '{name}', which is no parameter of this file{Suggestion.For(name, names)} " +
            $"(parameters: {Suggestion.List(names)})";
    }

    private bool Value(Axis axis, YamlNode node, out JsonNode? value)
    {
        value = null;
        var written = new ParameterValues(axis.Name, DefinitionOf(axis.Name), errors).Read(node, out var isGood);
        if (!isGood) return false;
        if (axis.TryFind(written, out value)) return true;
        var never = $"'{Key}' gives '{axis.Name}' a value that it never has in this file: {node.Describe()}";
        errors.Add(node.At, $"{never} ({Values(axis.Domain)}); give it one of these, or add this one to 'parameters'");
        return false;
    }

    private ParameterDefinition? DefinitionOf(string name) => definition?.Parameters?.FirstOrDefault(parameter => parameter.Name == name);

    private Dictionary<int, JsonNode?> Defaults(List<Axis> axes)
    {
        var found = new Dictionary<int, JsonNode?>();
        var defaults = ParameterValues.Defaults(definition);
        foreach (var (index, axis) in axes.Index())
        {
            if (defaults.TryGetValue(axis.Name, out var value) && axis.TryFind(value, out var own)) found[index] = own;
        }

        return found;
    }

    /// <summary>The values of a parameter, for messages.</summary>
    private static string Values(IDomain domain)
    {
        if (domain.Count is <= MostShown)
            return $"values: {Suggestion.List(domain.Items().Select(DomainValues.Show), MostShown)}";
        var (low, high) = domain.Count is { } count ? (domain.Item(0), domain.Item(count - 1))
            : (domain.Quantile(RandomDraws.LeastShare), domain.Quantile(1 - RandomDraws.LeastShare));
        return domain is ListDomain ? $"{domain.Count:N0} values from {DomainValues.Show(low)} to {DomainValues.Show(high)}"
            : $"{domain.Distribution} from {Number(low)} to {Number(high)}";
    }

    private static string Number(JsonNode? value) =>
        ParameterValues.Show(double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture));

    private static string Example(SearchSpace space) =>
        space.Parameters.FirstOrDefault(parameter => parameter.Domain.Count is not 1) is { } first
            ? $"{{{first.Name}: {DomainValues.Show(first.Domain.Quantile(0.5))}}}" : "{lr: 0.1}";
}
