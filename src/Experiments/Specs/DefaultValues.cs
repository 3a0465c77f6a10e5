using System.Text.Json.Nodes;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Defaults of an experiment's parameters as values of a configuration.</summary>
internal static class DefaultValues
{
    /// <summary>By name; parameters without a default, and those of programs, are not there.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> Of(IExperimentDefinition? definition)
    {
        var found = new Dictionary<string, JsonNode?>();
        foreach (var known in definition?.Parameters ?? [])
        {
            if (known.Default is not { } preset) continue;
            var written = new YamlScalar(default, preset, isPlain: known.Kind != ParameterKind.Text);
            var value = new ParameterValues(known.Name, known, new SpecErrors()).Read(written, out var isGood);
            if (isGood) found[known.Name] = value;
        }

        return found;
    }
}
