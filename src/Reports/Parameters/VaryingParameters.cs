using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Reports.Text;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Parameters;

/// <summary>Splits the parameters of a sweep into those that vary, which tell configurations apart, and those that never do,
/// which are said once.</summary>
public sealed class VaryingParameters
{
    /// <summary>So many values tell how the others look.</summary>
    private const int Enough = 1000;

    private readonly Lazy<Dictionary<string, NumberFormat>> formats;

    private VaryingParameters(
        IReadOnlyList<string> varying, IReadOnlyList<KeyValuePair<string, string>> constant,
        Lazy<Dictionary<string, NumberFormat>> formats) => (Names, Constant, this.formats) = (varying, constant, formats);

    /// <summary>Parameters with more than one value, or that only some configurations have (<c>when</c>), in file order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Parameters with one value in every configuration, in file order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Constant { get; }

    /// <summary><c>hidden=256 lr=0.5</c>: what is said once; null when every parameter varies.</summary>
    public string? Always => Constant.Count == 0 ? null : string.Join(' ', Constant.Select(c => $"{c.Key}={c.Value}"));

    /// <summary>Looks at each configuration and keeps none, since there may be very many.</summary>
    /// <param name="configs">The configurations; they may repeat.</param>
    /// <param name="shown">Parameters that count as varying whatever the configurations say; null = none.</param>
    public static VaryingParameters Of(IEnumerable<TrialConfig> configs, IReadOnlyCollection<string>? shown = null)
    {
        var (reader, found, count) = (new ConfigReader(), new List<Seen>(), 0);
        TrialConfig? last = null;
        foreach (var config in configs)
        {
            // Replicates come one after another and mostly share one object; a second look at one would only say the same.
            if (ReferenceEquals(config, last)) continue;
            last = config;
            count++;
            reader.Read(config.Json, (parameter, value, type) =>
            {
                if (parameter == found.Count) found.Add(new Seen(reader.Names[parameter]));
                found[parameter].Look(value, type == JsonTokenType.Number);
            });
        }

        var varies = found.ToLookup(parameter => parameter.Varies || parameter.Configs < count || shown?.Contains(parameter.Name) == true);
        return new VaryingParameters(
            [.. varies[true].Select(parameter => parameter.Name)],
            [.. varies[false].Select(parameter => KeyValuePair.Create(parameter.Name, ParameterText.Of(JsonNode.Parse(parameter.First))))],
            new(() => varies[true].ToDictionary(parameter => parameter.Name, parameter =>
                NumberFormat.For(parameter.Numbers, NumberStyle.Chosen), StringComparer.Ordinal)));
    }

    /// <summary>What tells this configuration from the others:
    /// <c>cell=lstm layers=2</c>; empty when there is only one configuration.</summary>
    public string Short(TrialConfig config) =>
        string.Join(' ', Names.Where(config.Has)
            .Select(n => $"{n}={(ParameterText.Number(config[n]) is { } number ? formats.Value[n].Text(number) : Value(config, n))}"));

    /// <summary>A value as it would stand in the sweep file; a dash where the configuration lacks the parameter.</summary>
    public static string Value(TrialConfig config, string name) => config.Has(name) ? ParameterText.Of(config[name]) : Numbers.Absent;

    /// <summary>A value as it would stand in the sweep file; a dash where the configuration lacks the parameter.</summary>
    public static string Value(JsonObject config, string name) =>
        config.TryGetPropertyValue(name, out var value) ? ParameterText.Of(value) : Numbers.Absent;

    /// <summary>One parameter over the configurations so far.</summary>
    private sealed class Seen(string name)
    {
        // The values are the ledger's own JSON, so equal values are equal texts.
        private readonly TextNumbers values = new();

        public string Name { get; } = name;

        /// <summary>Its first value as JSON.</summary>
        public string First => Encoding.UTF8.GetString(values[0]);

        public HashSet<double> Numbers { get; } = [];

        public int Configs { get; private set; }

        public bool Varies => values.Count > 1;

        public void Look(ReadOnlySpan<byte> value, bool isNumber)
        {
            Configs++;
            if (isNumber ? Numbers.Count >= Enough : Varies) return;
            var known = values.Count;
            if (values.Of(value) == known && isNumber && ParameterText.Number(Encoding.UTF8.GetString(value)) is { } number)
                Numbers.Add(number);
        }
    }
}
