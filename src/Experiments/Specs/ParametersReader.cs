using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Domains;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>parameters</c>, nested groups included, against what the experiment understands.</summary>
internal sealed class ParametersReader(IExperimentDefinition? experiment, SpecErrors errors)
{
    /// <summary>Characters of a name, those of the groups around it included.</summary>
    private const int LongestName = 200;

    private readonly List<WrittenParameter> found = [];

    private bool isNamed;

    public IReadOnlyList<WrittenParameter> Read(KeyReader root)
    {
        isNamed = root.Node("experiment") is not null;
        if (root.Node("parameters") is { } node)
        {
            if (node is YamlMap { Entries.Count: > 0 } map) Group(map, [], []);
            else errors.Add(node.At, $"'parameters' is a map with one key for each parameter, found {node.Describe()}");
        }

        RequireAll(root.At("parameters"));
        return found;
    }

    /// <summary>The group that the node is; null when it is a parameter.</summary>
    public static YamlMap? GroupOf(YamlNode node) => node is YamlMap map && map.Find("parameters") is not null ? map : null;

    private void Group(YamlMap map, IReadOnlyList<string> around, IReadOnlyList<YamlNode> whens)
    {
        foreach (var (key, at, value) in map.Entries)
        {
            IReadOnlyList<string> path = [.. around, key];
            var name = string.Join('.', path);
            IReadOnlyList<YamlNode> own = value is YamlMap settings && settings.Find("when") is { Value: var when }
                ? [.. whens, when] : whens;
            if (name.Length > LongestName)
                errors.Add(at,
                    $"'{name[..40]}...' cannot be a parameter's name: it has {name.Length} characters, at most {LongestName} are read");
            else if (ParameterName.Problem(key, isFree: experiment?.Parameters is null) is { } problem) errors.Add(at, problem);
            else if (GroupOf(value) is { } group) Nested(group, path, own);
            else Parameter(path, at, value, own);
        }
    }

    private void Nested(YamlMap group, IReadOnlyList<string> path, IReadOnlyList<YamlNode> whens)
    {
        var name = string.Join('.', path);
        new KeyReader(group, $"{name}.", errors).RefuseOthers(["parameters", "when"], $"the group '{name}'");
        var inner = group.Find("parameters")!.Value;
        if (inner is YamlMap { Entries.Count: > 0 } map) Group(map, path, whens);
        else errors.Add(inner.At, $"'{name}.parameters' is a map with one key for each parameter, found {inner.Describe()}");
    }

    private void Parameter(IReadOnlyList<string> path, SpecPosition at, YamlNode value, IReadOnlyList<YamlNode> whens)
    {
        var name = string.Join('.', path);
        if (found.Any(other => other.Name == name))
        {
            errors.Add(at, $"the parameter '{name}' is given twice: keep one of them");
            return;
        }

        var definition = experiment?.Parameters?.FirstOrDefault(parameter => parameter.Name == name);
        if (experiment?.Parameters is { } known && definition is null)
        {
            var names = known.Select(parameter => parameter.Name).ToList();
            var near = Suggestion.For(name, names);
            var wayOut = near.Length == 0 && !isNamed ? "; to run a program of your own, add the key 'program'" : "";
            errors.Add(at, $"'{experiment.Name}' has no parameter '{name}'{near} (parameters: {Suggestion.List(names)}){wayOut}");
        }

        found.Add(new(name, at, new DomainReader(name, definition, errors).Read(value), whens, path));
    }

    private void RequireAll(SpecPosition at)
    {
        foreach (var parameter in experiment?.Parameters ?? [])
        {
            if (parameter.Default is not null || found.Any(written => written.Name == parameter.Name)) continue;
            errors.Add(at,
                $"'{experiment!.Name}' needs the parameter '{parameter.Name}', {ParameterValues.Expected(parameter)}: {parameter.Summary}");
        }
    }
}

/// <summary>A parameter as the file has it, nested ones flattened.</summary>
/// <param name="Name">Full name.</param>
/// <param name="At">Where its name stands.</param>
/// <param name="Domain">Its values; null when they were reported.</param>
/// <param name="Whens">Its own <c>when</c> and those of the groups around it.</param>
/// <param name="Path">Names of the groups around it, and its own.</param>
internal sealed record WrittenParameter(
    string Name, SpecPosition At, IDomain? Domain, IReadOnlyList<YamlNode> Whens, IReadOnlyList<string> Path);
