using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Applies <c>--set key=value</c> to a file: a top-level key, a path under one (<c>metric.goal</c>), or a parameter.</summary>
internal sealed class SetOverrides(Func<YamlMap, ExperimentCatalog> experiments, SpecErrors errors)
{
    private static readonly string[] RangeKeys = ["min", "max", "q", "mu", "sigma", "a", "b"];

    /// <summary>The file with every override, later ones over earlier ones.</summary>
    public YamlMap Apply(YamlMap root, IReadOnlyList<string> sets)
    {
        var parsed = sets.Select(Parse).OfType<Override>().ToList();
        foreach (var one in parsed.Where(IsTopLevel)) root = AtPath(root, one.Key.Split('.'), one);
        foreach (var one in parsed.Where(one => !IsTopLevel(one))) root = AtParameter(root, one);
        return root;
    }

    private static bool IsTopLevel(Override one) => SweepKeys.Known.Concat(SweepKeys.WithoutEffect).Contains(one.Key.Split('.')[0]);

    private Override? Parse(string set)
    {
        var at = new SpecPosition(0, 0, $"--set {(set.Length <= 60 ? set : set[..57] + "...")}");
        var equals = set.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || set[..equals].Trim() is not { Length: > 0 } key)
        {
            errors.Add(at, "expected key=value, for example --set lr=0.1 or --set run_cap=5");
            return null;
        }

        var before = errors.Count;
        var value = YamlReader.Read(set[(equals + 1)..], at.Source, errors) ?? new YamlScalar(at, "", true);
        return errors.Count == before ? new(key, value, at) : null;
    }

    private YamlMap AtPath(YamlMap map, ReadOnlySpan<string> path, Override one)
    {
        if (path.Length == 1) return map.With(path[0], one.Value);
        var inner = map.Find(path[0])?.Value;
        if (inner is YamlScalar { Value: string } shorthand && path[0] == "metric")
            inner = new YamlMap(one.At, [new("name", one.At, shorthand)]);
        if (inner is not (null or YamlMap or YamlScalar { Value: null }))
        {
            errors.Add(one.At, $"'{path[0]}' is {inner.Describe()} in the file, so it has no key '{path[1]}': set '{path[0]}' as a whole");
            return map;
        }

        return map.With(path[0], AtPath(inner as YamlMap ?? new YamlMap(one.At, []), path[1..], one));
    }

    private YamlMap AtParameter(YamlMap root, Override one)
    {
        var parameters = root.Find("parameters")?.Value as YamlMap ?? new YamlMap(one.At, []);
        if (InGroup(parameters, one.Key, one) is { } changed) return root.With("parameters", changed);
        var experiment = Experiment(root);
        var known = experiment?.Parameters?.Select(parameter => parameter.Name).ToList() ?? [];
        var (name, setting) = known.Contains(one.Key) ? (one.Key, null) : Split(one.Key, known);
        if (name is not null) return root.With("parameters", parameters.With(name, Changed(null, setting, one)));
        var words = SweepKeys.Known.Concat(known).Concat(parameters.Entries.Select(entry => entry.Key)).Distinct().ToList();
        var wayOut = experiment is not null && experiment.Parameters is null
            ? $"; to add a parameter write --set parameters.{one.Key}=..." : "";
        errors.Add(one.At, $"'{one.Key}' is neither a key of the sweep file nor a parameter{Suggestion.For(one.Key, words)}{wayOut}");
        return root;
    }

    /// <summary>The group with the parameter changed; null when it has no such parameter.</summary>
    private YamlMap? InGroup(YamlMap group, string key, Override one)
    {
        if (group.Find(key) is { } entry)
        {
            if (ParametersReader.GroupOf(entry.Value) is null) return group.With(key, Changed(entry.Value, null, one));
            errors.Add(one.At, $"'{key}' is a group of parameters: set one of them, as {key}.NAME=VALUE");
            return group;
        }

        foreach (var inner in group.Entries.Where(inner => key.StartsWith(inner.Key + ".", StringComparison.Ordinal)))
        {
            var rest = key[(inner.Key.Length + 1)..];
            var nested = ParametersReader.GroupOf(inner.Value);
            if (nested is null && DistributionKeys.All.Contains(rest)) return group.With(inner.Key, Changed(inner.Value, rest, one));
            if (nested?.Find("parameters")!.Value is YamlMap map && InGroup(map, rest, one) is { } changed)
                return group.With(inner.Key, nested.With("parameters", changed));
        }

        return null;
    }

    private static (string? Name, string? Setting) Split(string key, IReadOnlyList<string> known) =>
        key.LastIndexOf('.') is > 0 and var dot && known.Contains(key[..dot]) && DistributionKeys.All.Contains(key[(dot + 1)..])
            ? (key[..dot], key[(dot + 1)..]) : (null, null);

    // A new value replaces the old values in whatever form they were, but never the condition under which the parameter exists.
    private static YamlNode Changed(YamlNode? old, string? setting, Override one)
    {
        var map = old as YamlMap ?? new YamlMap(one.At, []);
        if (setting is null)
            return map.Find("when") is null || one.Value is YamlMap ? one.Value
                : map.Where(key => key == "when").With(one.Value is YamlList ? "values" : "value", one.Value);
        map = map.Where(key => setting switch
        {
            "value" or "values" => key == "when",
            _ when RangeKeys.Contains(setting) => key is not ("value" or "values" or "probabilities"),
            _ => true,
        });
        if (setting == "probabilities" && old is YamlList list) map = map.With("values", list);
        if (setting == "when" && old is YamlList or YamlScalar) map = map.With(old is YamlList ? "values" : "value", old);
        return map.With(setting, one.Value);
    }

    private IExperimentDefinition? Experiment(YamlMap root)
    {
        var isProgram = root.Find("program") is not null || root.Find("command") is not null;
        return experiments(root).Find((root.Find("experiment")?.Value as YamlScalar)?.Text
            ?? (isProgram ? ProgramReader.ProgramExperiment : ProgramReader.DefaultExperiment));
    }

    private sealed record Override(string Key, YamlNode Value, SpecPosition At);
}
