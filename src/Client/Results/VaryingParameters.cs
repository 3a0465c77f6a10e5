using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Client.Rendering;
using Sweep.Experiments.Search;

namespace Sweep.Client.Results;

/// <summary>Splits the parameters of a sweep into those that vary, which tell configurations apart, and those that never do, which are said once.</summary>
public sealed class VaryingParameters
{
    /// <summary>So many values tell how the others look.</summary>
    private const int Enough = 1000;

    private readonly Lazy<Dictionary<string, NumberFormat>> formats;

    private VaryingParameters(IReadOnlyList<string> varying, IReadOnlyList<KeyValuePair<string, string>> constant, Lazy<Dictionary<string, NumberFormat>> formats)
    {
        Names = varying;
        Constant = constant;
        this.formats = formats;
    }

    /// <summary>Parameters with more than one value, or that only some configurations have (<c>when</c>), in file order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Parameters with one value in every configuration, in file order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Constant { get; }

    /// <summary><c>hidden=256 lr=0.5</c>: what is said once; null when every parameter varies.</summary>
    public string? Always => Constant.Count == 0 ? null : string.Join(' ', Constant.Select(c => $"{c.Key}={c.Value}"));

    /// <summary>Looks at each configuration once and keeps none, since there may be very many.</summary>
    public static VaryingParameters Of(IEnumerable<string> configsAsJson)
    {
        var found = new OrderedDictionary<string, Seen>(StringComparer.Ordinal);
        var configs = 0;
        foreach (var json in configsAsJson.Distinct())
        {
            configs++;
            using var config = JsonDocument.Parse(json);
            foreach (var parameter in config.RootElement.EnumerateObject()) Look(found, parameter);
        }

        var varies = found.ToLookup(parameter => parameter.Value.Varies || parameter.Value.Configs < configs);
        return new VaryingParameters(
            [.. varies[true].Select(parameter => parameter.Key)],
            [.. varies[false].Select(parameter => KeyValuePair.Create(parameter.Key, ParameterText.Of(JsonNode.Parse(parameter.Value.First))))],
            new(() => varies[true].ToDictionary(parameter => parameter.Key, parameter => NumberFormat.For(parameter.Value.Numbers, NumberStyle.Chosen), StringComparer.Ordinal)));
    }

    /// <summary>What tells this configuration from the others: <c>cell=lstm layers=2</c>; empty when there is only one configuration.</summary>
    public string Short(string configAsJson)
    {
        var config = TrialConfig.Parse(configAsJson);
        return string.Join(' ', Names.Where(config.Has).Select(n => $"{n}={(ParameterText.Number(config[n]) is { } number ? formats.Value[n].Text(number) : Value(config, n))}"));
    }

    /// <summary>Values of the varying parameters in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<string> Values(string configAsJson)
    {
        var config = TrialConfig.Parse(configAsJson);
        return [.. Names.Select(n => Value(config, n))];
    }

    /// <summary>A value as it would stand in the sweep file; a dash where the configuration lacks the parameter.</summary>
    public static string Value(TrialConfig config, string name) => config.Has(name) ? ParameterText.Of(config[name]) : Numbers.Absent;

    /// <summary>A value as it would stand in the sweep file; a dash where the configuration lacks the parameter.</summary>
    public static string Value(JsonObject config, string name) => config.TryGetPropertyValue(name, out var value) ? ParameterText.Of(value) : Numbers.Absent;

    private static void Look(OrderedDictionary<string, Seen> found, JsonProperty parameter)
    {
        if (!found.TryGetValue(parameter.Name, out var seen)) found.Add(parameter.Name, seen = new Seen(parameter.Value.GetRawText()));
        seen.Configs++;
        if (seen.Varies && seen.Numbers.Count >= Enough) return;
        if (seen.Numbers.Count < Enough && ParameterText.Number(JsonNode.Parse(parameter.Value.GetRawText())) is { } number) seen.Numbers.Add(number);
        // The values are the ledger's own JSON, so equal values are equal texts.
        seen.Varies = seen.Varies || parameter.Value.GetRawText() != seen.First;
    }

    /// <summary>One parameter over the configurations so far.</summary>
    /// <param name="first">Its first value as JSON.</param>
    private sealed class Seen(string first)
    {
        public string First { get; } = first;

        public HashSet<double> Numbers { get; } = [];

        public int Configs { get; set; }

        public bool Varies { get; set; }
    }
}
