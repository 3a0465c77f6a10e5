using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Experiments.Specs;

/// <summary>Which parameters stand in a group, and where: <c>optimizer.lr</c> in the group <c>optimizer</c> as <c>lr</c>. A parameter
/// that only has a dot in its name stands in none. Pure and immutable.</summary>
/// <param name="paths">Names of the groups around a parameter and its own, by its full name; without those that stand in none.</param>
public sealed class ParameterGroups(IReadOnlyDictionary<string, IReadOnlyList<string>> paths)
{
    /// <summary>No parameter stands in a group.</summary>
    public static ParameterGroups None { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>The configuration with each group as an object, in the place of its first parameter; null when it has no group.</summary>
    public JsonObject? Nest(TrialConfig config)
    {
        if (paths.Count == 0) return null;
        var nested = new JsonObject();
        foreach (var (name, value) in config.ToJson())
        {
            var (group, own) = (nested, name);
            if (paths.TryGetValue(name, out var path)) (group, own) = (Find(nested, path), path[^1]);
            group.Add(own, value?.DeepClone());
        }

        return nested;
    }

    private static JsonObject Find(JsonObject root, IReadOnlyList<string> path)
    {
        foreach (var name in path.SkipLast(1))
        {
            if (root[name] is not JsonObject inner) root.Add(name, inner = []);
            root = inner;
        }

        return root;
    }
}
