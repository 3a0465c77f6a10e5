using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Samplers;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>warm_start</c>: the name of another sweep of the ledger, or a list of names.</summary>
internal sealed class WarmStartReader(KeyReader root, SpecErrors errors)
{
    private const string Key = "warm_start";

    /// <summary>The names with their places. No sampler: the file has errors.</summary>
    public IReadOnlyList<WarmStartSource> Read(string own, ISampler? sampler)
    {
        if (root.Node(Key) is not { } node) return [];
        if (sampler is { IsAdaptive: false })
            errors.Add(root.At(Key), $"'{Key}' tells the method what other sweeps have found, and method '{sampler.Name}' looks at no " +
                "results: use 'bayes', 'gp', 'tpe', 'cmaes' or 'nsga2', or remove it");
        IReadOnlyList<YamlNode> items = node is YamlList list ? list.Items : [node];
        if (items.Count == 0) errors.Add(node.At, $"'{Key}' is the name of another sweep, or a list of names; found {node.Describe()}");
        var sources = new List<WarmStartSource>();
        foreach (var item in items)
        {
            if (item is not YamlScalar { Value: not null, Text: { Length: > 0 } name })
                errors.Add(item.At, $"'{Key}' is the name of another sweep, or a list of names; found {item.Describe()}");
            else if (name == own) errors.Add(item.At, $"'{Key}' names this sweep itself ('{name}'): name another one");
            else if (sources.Exists(known => known.Name == name)) errors.Add(item.At, $"'{Key}' names '{name}' twice: remove one");
            else sources.Add(new(name, item.At));
        }

        return sources;
    }
}
