using Sweep.Client.Rendering;
using Sweep.Experiments.Search;

namespace Sweep.Client.Results;

/// <summary>Splits the parameters of a sweep into those that vary, which tell configurations apart, and those that never do, which are said once.</summary>
public sealed class VaryingParameters
{
    private readonly Dictionary<string, NumberFormat> formats;

    private VaryingParameters(IReadOnlyList<string> varying, IReadOnlyList<KeyValuePair<string, string>> constant, Dictionary<string, NumberFormat> formats)
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

    public static VaryingParameters Of(IEnumerable<string> configsAsJson) => Of([.. configsAsJson.Distinct().Select(TrialConfig.Parse)]);

    public static VaryingParameters Of(IReadOnlyList<TrialConfig> configs)
    {
        var names = configs.SelectMany(c => c.Names).Distinct().ToList();
        var valuesOf = names.ToDictionary(n => n, n => configs.Select(c => Value(c, n)).Distinct().ToList());
        return new VaryingParameters(
            [.. names.Where(n => valuesOf[n].Count > 1)],
            [.. names.Where(n => valuesOf[n].Count == 1).Select(n => KeyValuePair.Create(n, valuesOf[n][0]))],
            names.Where(n => valuesOf[n].Count > 1).ToDictionary(n => n, n => NumberFormat.For(configs.Where(c => c.Has(n)).Select(c => ParameterText.Number(c[n])).OfType<double>(), NumberStyle.Chosen)));
    }

    /// <summary>What tells this configuration from the others: <c>cell=lstm layers=2</c>; empty when there is only one configuration.</summary>
    public string Short(string configAsJson)
    {
        var config = TrialConfig.Parse(configAsJson);
        return string.Join(' ', Names.Where(config.Has).Select(n => $"{n}={(ParameterText.Number(config[n]) is { } number ? formats[n].Text(number) : Value(config, n))}"));
    }

    /// <summary>Values of the varying parameters in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<string> Values(string configAsJson)
    {
        var config = TrialConfig.Parse(configAsJson);
        return [.. Names.Select(n => Value(config, n))];
    }

    /// <summary>A value as it would stand in the sweep file; a dash where the configuration lacks the parameter.</summary>
    public static string Value(TrialConfig config, string name) => config.Has(name) ? ParameterText.Of(config[name]) : Numbers.Absent;
}
