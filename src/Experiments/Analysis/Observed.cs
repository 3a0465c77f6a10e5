using System.Text.Json;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;
using Sweep.Experiments.Search;

namespace Sweep.Experiments.Analysis;

/// <summary>A trial as a comparison sees it: a level of the parameter, everything else, and a metric if it ended with one.</summary>
internal sealed class Observed
{
    public Observed(TrialRow row, string parameter)
    {
        Row = row;
        Config = TrialConfig.Parse(row.ConfigJson);
        Level = Text(Config, parameter);
        Rest = Config.Select(name => name != parameter);
    }

    public TrialRow Row { get; }

    public TrialConfig Config { get; }

    public string Level { get; }

    public TrialConfig Rest { get; }

    public double? Metric => Row.Status is TrialStatus.Completed or TrialStatus.Stopped ? Row.Metric : null;

    /// <summary>A parameter's value as people write it.</summary>
    public static string Text(TrialConfig config, string name) => (config.Has(name), config[name]) switch
    {
        (false, _) => "(absent)",
        (_, null) => "null",
        (_, { } value) => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString().ToLowerInvariant(),
            _ => value.ToJsonString(),
        },
    };
}
