using System.Text.Json;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Experiments.Analysis;

/// <summary>The trials of a sweep as a comparison sees them. Values are kept once each and named by number, since there may be very many trials.</summary>
internal sealed class ObservedTrials
{
    /// <summary>Number of the value that stands for "this configuration has no such parameter".</summary>
    private const int Absent = 0;

    private readonly Dictionary<string, int> configs = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, ParameterValues> parameters = new(StringComparer.Ordinal);
    private readonly int[] configOf;

    public ObservedTrials(IReadOnlyList<TrialRow> trials)
    {
        Rows = [.. trials.OrderBy(trial => trial.Number)];
        configOf = new int[Rows.Length];
        for (var i = 0; i < Rows.Length; i++) configOf[i] = Intern(Rows[i].ConfigJson);
    }

    /// <summary>The trials by number.</summary>
    public TrialRow[] Rows { get; }

    /// <summary>Parameters in order of first appearance.</summary>
    public IReadOnlyList<string> Names => [.. parameters.Keys];

    /// <summary>Number of the configuration of a trial.</summary>
    public int ConfigOf(int trial) => configOf[trial];

    /// <summary>Number of a parameter's value in a trial; the same for the same value.</summary>
    public int ValueOf(int trial, string parameter) => parameters[parameter].Of(configOf[trial]);

    /// <summary>A value as people write it.</summary>
    public string Text(string parameter, int value) => parameters[parameter].Text(value);

    /// <summary>A value as a number; null when it is none.</summary>
    public double? Number(string parameter, int value) => parameters[parameter].Number(value);

    /// <summary>How many values a parameter takes, "absent" among them.</summary>
    public int Values(string parameter) => Enumerable.Range(0, Rows.Length).Select(trial => ValueOf(trial, parameter)).Distinct().Count();

    /// <summary>The metric, if the trial ended with one.</summary>
    public double? Metric(int trial) => Rows[trial].Status is TrialStatus.Completed or TrialStatus.Stopped ? Rows[trial].Metric : null;

    /// <summary>For each configuration, a number that is the same when all but the parameter is the same.</summary>
    public int[] Rest(string parameter)
    {
        var rest = new int[configs.Count];
        foreach (var (name, values) in parameters)
        {
            if (name == parameter) continue;
            var known = new Dictionary<(int Before, int Value), int>();
            for (var config = 0; config < rest.Length; config++)
            {
                var key = (rest[config], values.Of(config));
                if (!known.TryGetValue(key, out rest[config])) rest[config] = known[key] = known.Count;
            }
        }

        return rest;
    }

    private int Intern(string json)
    {
        if (configs.TryGetValue(json, out var config)) return config;
        config = configs[json] = configs.Count;
        using var parsed = JsonDocument.Parse(json);
        foreach (var parameter in parsed.RootElement.EnumerateObject())
        {
            if (!parameters.TryGetValue(parameter.Name, out var values)) parameters.Add(parameter.Name, values = new ParameterValues());
            values.Add(config, parameter.Value);
        }

        return config;
    }

    /// <summary>The values of one parameter.</summary>
    private sealed class ParameterValues
    {
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        private readonly List<(string Text, double? Number)> values = [("(absent)", null)];
        private readonly List<int> byConfig = [];

        public int Of(int config) => config < byConfig.Count ? byConfig[config] : Absent;

        public string Text(int value) => values[value].Text;

        public double? Number(int value) => values[value].Number;

        public void Add(int config, JsonElement value)
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetRawText().ToLowerInvariant(),
                _ => value.GetRawText(),
            };
            if (!numbers.TryGetValue(text, out var number))
            {
                number = numbers[text] = values.Count;
                values.Add((text, value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null));
            }

            while (byConfig.Count < config) byConfig.Add(Absent);
            byConfig.Add(number);
        }
    }
}
