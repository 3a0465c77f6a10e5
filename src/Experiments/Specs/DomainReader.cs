using System.Text.Json.Nodes;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Domains;

namespace Sweep.Experiments.Specs;

/// <summary>Reads the values of one parameter: a scalar, a list, or a map in any of the W&amp;B forms. Without a definition any will
/// do.</summary>
internal sealed class DomainReader(string name, ParameterDefinition? definition, SpecErrors errors)
{
    private readonly ParameterValues values = new(name, definition, errors);

    /// <summary>The values; null when something was reported.</summary>
    public IDomain? Read(YamlNode node)
    {
        var before = errors.Count;
        var domain = node switch
        {
            YamlMap map => FromMap(new KeyReader(map, $"{name}.", errors)),
            YamlList list => FromList(list, null),
            _ => Constant(node),
        };
        return errors.Count == before ? domain : null;
    }

    private ListDomain Constant(YamlNode node) => new([values.Read(node, out _)], null, true);

    private IDomain? FromMap(KeyReader keys)
    {
        RefuseOthers(keys);
        var distribution = Distribution(keys);
        if (distribution is null || !KeysFit(keys, distribution)) return null;
        return distribution switch
        {
            "constant" => Constant(keys.Node("value")!),
            "categorical" or "categorical_w_probabilities" => FromList(keys.Node("values")!, keys.Node("probabilities")),
            _ => new RangeReader(name, definition, values, errors).Read(keys, distribution),
        };
    }

    private void RefuseOthers(KeyReader keys)
    {
        foreach (var (key, at, _) in keys.Map.Entries.Where(entry => !DistributionKeys.All.Contains(entry.Key)))
        {
            var near = Suggestion.For(key, DistributionKeys.All);
            var nested = near.Length == 0 && definition is null
                ? $": for nested parameters write '{name}: {{parameters: {{{key}: ...}}}}'" : "";
            errors.Add(at, $"unknown key '{key}' in parameter '{name}'{near} (keys: {Suggestion.List(DistributionKeys.All)}){nested}");
        }
    }

    private string? Distribution(KeyReader keys)
    {
        if (keys.Node("distribution") is not null) return keys.Word("distribution", [.. DistributionKeys.Of.Keys]);
        bool Has(string key) => keys.Node(key) is not null;
        if (Has("value")) return "constant";
        if (Has("values")) return Has("probabilities") ? "categorical_w_probabilities" : "categorical";
        if (Has("min") || Has("max"))
        {
            if (Has("q")) return "q_uniform";
            var isWhole = keys.Node("min") is YamlScalar { Value: long } && keys.Node("max") is YamlScalar { Value: long };
            return definition?.Kind switch
            {
                ParameterKind.Real => "uniform",
                ParameterKind.Integer or ParameterKind.ChoiceOrInteger => "int_uniform",
                _ => isWhole ? "int_uniform" : "uniform",
            };
        }

        if (keys.Map.Entries.All(entry => DistributionKeys.All.Contains(entry.Key)))
        {
            errors.Add(keys.Map.At, Has("mu") || Has("sigma")
                ? $"'{name}' has 'mu' or 'sigma' but no 'distribution': give 'normal', 'log_normal', 'q_normal' or 'q_log_normal'"
                : Has("a") || Has("b") ? $"'{name}' has 'a' or 'b' but no 'distribution': give 'beta' or 'q_beta'"
                : $"'{name}' has no values: give 'value', 'values', or 'min' and 'max'");
        }

        return null;
    }

    private bool KeysFit(KeyReader keys, string distribution)
    {
        var (needed, optional) = DistributionKeys.Of[distribution];
        var before = errors.Count;
        foreach (var key in needed.Where(key => keys.Node(key) is null))
            errors.Add(keys.Map.At, $"'{name}' needs the key '{key}' for distribution '{distribution}'");
        foreach (var entry in keys.Map.Entries.Where(entry => DistributionKeys.All.Contains(entry.Key)))
        {
            if (entry.Key is "distribution" or "when" || needed.Contains(entry.Key) || optional.Contains(entry.Key)) continue;
            var meant = $"{Beside(keys, distribution, needed)} (keys: {string.Join(", ", needed.Concat(optional))})";
            errors.Add(entry.KeyAt,
                $"'{entry.Key}' of '{name}' has no meaning beside {meant}: remove it{OtherWay(entry.Key, distribution)}");
        }

        return errors.Count == before;
    }

    private static string Beside(KeyReader keys, string distribution, string[] needed) =>
        keys.Node("distribution") is null && needed.Length > 0 ? $"'{needed[0]}'" : $"distribution '{distribution}'";

    private static string OtherWay(string key, string distribution) => key switch
    {
        "q" when DistributionKeys.Of.ContainsKey("q_" + distribution) => $" or use distribution 'q_{distribution}'",
        "probabilities" when distribution == "categorical" => " or use distribution 'categorical_w_probabilities'",
        _ => "",
    };

    private ListDomain? FromList(YamlNode node, YamlNode? weights)
    {
        if (node is not YamlList { Items: var items } || items.Count == 0)
        {
            errors.Add(node.At, $"'{name}' has {node.Describe()} as its values: give a list of at least one, for example [1, 2]");
            return null;
        }

        var list = new List<JsonNode?>();
        var seen = new HashSet<string>();
        foreach (var item in items)
        {
            var value = values.Read(item, out var isGood);
            list.Add(value);
            if (isGood && !seen.Add(WrittenNumber.Identity(value))) Twice(item, value, list, weights is not null);
        }

        return weights is null ? new(list) : Weights(weights, items.Count) is { } probabilities ? new(list, probabilities) : null;
    }

    // Programs run the files of W&B, which take a repeated value.
    private void Twice(YamlNode item, JsonNode? value, List<JsonNode?> list, bool isWeighted)
    {
        var twice = $"'{name}' has the value {value?.ToJsonString() ?? "null"} twice";
        if (definition is not null || isWeighted)
        {
            errors.Add(item.At, $"{twice}: keep one of them");
        }
        else
        {
            list.RemoveAt(list.Count - 1);
            errors.Notice(item.At, $"{twice}: it is tried once");
        }
    }

    private double[]? Weights(YamlNode node, int count)
    {
        if (node is not YamlList { Items: var items } || items.Count != count)
        {
            var found = node is YamlList list ? $"{list.Items.Count}" : node.Describe();
            errors.Add(node.At, $"'{name}.probabilities' is a list of {count} numbers, one for each of 'values'; found {found}");
            return null;
        }

        var weights = items.Select(item => KeyReader.Number(item) ?? -1).ToArray();
        foreach (var (item, _) in items.Zip(weights).Where(pair => pair.Second < 0))
            errors.Add(item.At, $"a probability of '{name}' is a number of at least 0, found {item.Describe()}");
        var sum = weights.Sum();
        if (weights.All(weight => weight >= 0) && Math.Abs(sum - 1) > 1e-6)
            errors.Add(node.At, $"the probabilities of '{name}' sum to {sum:0.######}, not to 1: correct them");
        return weights;
    }
}

/// <summary>The values of domains that have an end.</summary>
internal static class DomainValues
{
    public static IEnumerable<JsonNode?> Items(this IDomain domain) =>
        Enumerable.Range(0, (int)domain.Count!.Value).Select(i => domain.Item(i));

    /// <summary>A value for messages.</summary>
    public static string Show(JsonNode? value) => value?.ToString() ?? "null";
}
