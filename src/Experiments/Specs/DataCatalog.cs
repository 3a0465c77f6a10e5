using System.Text.Json;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>What was measured of the data of a sweep at its submission, so that trials can be planned later and elsewhere.</summary>
public sealed class DataCatalog(IExperimentDefinition definition)
{
    private readonly Dictionary<TrialConfig, DataFacts?> known = [];

    /// <summary>What a trial of a configuration does; its data are read when no configuration before had the same.</summary>
    public TrialWork Measure(TrialConfig config, string baseFolder)
    {
        var key = Key(config);
        if (!known.TryGetValue(key, out var facts)) known[key] = facts = definition.ReadData(config, baseFolder);
        return definition.Measure(config, facts);
    }

    /// <summary>What a trial of a configuration does, from what was measured; nothing is read.</summary>
    /// <exception cref="KeyNotFoundException">Its data were not measured.</exception>
    public TrialWork Measure(TrialConfig config)
    {
        var key = Key(config);
        return known.TryGetValue(key, out var facts) ? definition.Measure(config, facts)
            : throw new KeyNotFoundException(
                $"the data of {key} were not measured when the sweep was submitted; submit it under another name");
    }

    /// <summary>All of it as JSON, in a fixed order.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        known.OrderBy(pair => pair.Key.Json, StringComparer.Ordinal).Select(pair => new Entry(pair.Key.Json, pair.Value)));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static DataCatalog Parse(IExperimentDefinition definition, string json)
    {
        var catalog = new DataCatalog(definition);
        foreach (var (of, facts) in JsonSerializer.Deserialize<List<Entry>>(json)!) catalog.known.Add(new TrialConfig(of), facts);
        return catalog;
    }

    private TrialConfig Key(TrialConfig config) => config.Select(definition.DataParameters.Contains);

    private sealed record Entry(string Of, DataFacts? Facts);
}
