using System.Buffers.Text;
using System.Text.Json;
using Sweep.Contracts;
using Sweep.Ledger.Rankings;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Comparisons;

/// <summary>The trials of a sweep as a comparison sees them. Values are kept once each and named by number,
/// since there may be very many trials.</summary>
public sealed class ObservedTrials
{
    private readonly ConfigReader reader = new();
    private readonly List<ObservedParameter> parameters = [];
    private readonly SweepResults results;

    /// <param name="results">Trials of one sweep.</param>
    public ObservedTrials(SweepResults results)
    {
        this.results = results;
        for (var config = 0; config < results.Configs.Count; config++) Look(config, results.Configs[config].Json);
    }

    /// <summary>The trials by number.</summary>
    public IReadOnlyList<TrialResult> Trials => results.Trials;

    /// <summary>How many configurations there are.</summary>
    public int Configs => results.Configs.Count;

    /// <summary>Parameters in order of first appearance.</summary>
    public IReadOnlyList<string> Names => reader.Names;

    /// <summary>Number of the configuration of a trial.</summary>
    public int ConfigOf(int trial) => Trials[trial].Config;

    /// <summary>What is seen of a parameter.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public ObservedParameter Parameter(string name) => parameters[reader.IndexOf(name)];

    /// <summary>Number of a parameter's value in each trial; the same for the same value.</summary>
    public int[] ValuesOf(string name)
    {
        var (parameter, values) = (Parameter(name), new int[Trials.Count]);
        for (var trial = 0; trial < values.Length; trial++) values[trial] = parameter.Of(ConfigOf(trial));
        return values;
    }

    /// <summary>How many values a parameter takes, "absent" among them.</summary>
    public int Values(string name) => Parameter(name).Count(Configs);

    /// <summary>The metric, if the trial ended with one.</summary>
    public double? Metric(int trial) =>
        Trials[trial].Status is TrialStatus.Completed or TrialStatus.Stopped ? Trials[trial].Metric : null;

    /// <summary>For each configuration, a number that is the same when all but the parameter is the same.</summary>
    public int[] Rest(string name)
    {
        var rest = new int[Configs];
        foreach (var values in parameters)
        {
            if (values == Parameter(name)) continue;
            var known = new Dictionary<long, int>();
            for (var config = 0; config < rest.Length; config++)
            {
                // Not halves of one number: equal halves, which are common here, would all have one hash.
                var key = ((long)rest[config] * values.Bound) + values.Of(config);
                if (!known.TryGetValue(key, out rest[config])) rest[config] = known[key] = known.Count;
            }
        }

        return rest;
    }

    private void Look(int config, string json) => reader.Read(json, (parameter, value, type) =>
    {
        if (parameter == parameters.Count) parameters.Add(new ObservedParameter());
        parameters[parameter].Add(config, value, type);
    });
}

/// <summary>The values of one parameter over the configurations.</summary>
public sealed class ObservedParameter
{
    /// <summary>Number of the value that stands for "this configuration has no such parameter".</summary>
    private const int Absent = 0;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> texts = ["(absent)"];
    private readonly List<double> values = [double.NaN];
    private readonly List<int> byConfig = [];
    private int present;

    /// <summary>Number of its value in a configuration.</summary>
    public int Of(int config) => config < byConfig.Count ? byConfig[config] : Absent;

    /// <summary>A value as people write it.</summary>
    public string Text(int value) => texts[value];

    /// <summary>A value as a number; null when it is none.</summary>
    public double? Number(int value) => double.IsNaN(values[value]) ? null : values[value];

    /// <summary>How many values it takes, "absent" among them.</summary>
    /// <param name="configs">Configurations in all.</param>
    public int Count(int configs) => numbers.Count + (present < configs ? 1 : 0);

    /// <summary>One above the largest number of a value.</summary>
    public int Bound => texts.Count;

    /// <param name="config">Number of the configuration, not below those before.</param>
    /// <param name="json">The value as JSON, in UTF-8.</param>
    /// <param name="type">Its first token.</param>
    public void Add(int config, ReadOnlySpan<byte> json, JsonTokenType type)
    {
        var text = ConfigReader.Text(json, type);
        if (type == JsonTokenType.Number && text.Contains('E')) text = text.ToLowerInvariant();
        if (!numbers.TryGetValue(text, out var number))
        {
            number = numbers[text] = texts.Count;
            texts.Add(text);
            values.Add(type == JsonTokenType.Number && Utf8Parser.TryParse(json, out double value, out _) ? value : double.NaN);
        }

        while (byConfig.Count < config) byConfig.Add(Absent);
        byConfig.Add(number);
        present++;
    }
}
