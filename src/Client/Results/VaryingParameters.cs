using System.Text.Json.Nodes;
using Sweep.Experiments.Search;

namespace Sweep.Client.Results;

/// <summary>Splits the parameters of a sweep into those that vary, which tell configurations apart, and those that never do, which are said once.</summary>
public sealed class VaryingParameters
{
    private const string Missing = "-";

    private VaryingParameters(IReadOnlyList<string> varying, IReadOnlyList<KeyValuePair<string, string>> constant)
    {
        Names = varying;
        Constant = constant;
    }

    /// <summary>Parameters with more than one value, or that only some configurations have (<c>when</c>), in file order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Parameters with one value in every configuration, in file order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Constant { get; }

    public static VaryingParameters Of(IEnumerable<string> configsAsJson) => Of([.. configsAsJson.Distinct().Select(TrialConfig.Parse)]);

    public static VaryingParameters Of(IReadOnlyList<TrialConfig> configs)
    {
        var names = configs.SelectMany(c => c.Names).Distinct().ToList();
        var valuesOf = names.ToDictionary(n => n, n => configs.Select(c => Value(c, n)).Distinct().ToList());
        return new VaryingParameters(
            [.. names.Where(n => valuesOf[n].Count > 1)],
            [.. names.Where(n => valuesOf[n].Count == 1).Select(n => KeyValuePair.Create(n, valuesOf[n][0]))]);
    }

    /// <summary>What tells this configuration from the others: <c>cell=lstm layers=2</c>; empty when there is only one configuration.</summary>
    public string Short(string configAsJson)
    {
        var config = TrialConfig.Parse(configAsJson);
        return string.Join(' ', Names.Where(config.Has).Select(n => $"{n}={Value(config, n)}"));
    }

    /// <summary>Values of the varying parameters in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<string> Values(string configAsJson)
    {
        var config = TrialConfig.Parse(configAsJson);
        return [.. Names.Select(n => Value(config, n))];
    }

    /// <summary>A value as it would stand in the sweep file; a dash where the configuration lacks the parameter.</summary>
    public static string Value(TrialConfig config, string name) => config.Has(name) ? Text(config[name]) : Missing;

    private static string Text(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue v when v.TryGetValue<string>(out var text) => text,
        _ => value.ToJsonString(),
    };
}
