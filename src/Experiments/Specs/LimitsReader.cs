using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>run_cap</c>, <c>budget</c>, <c>timeout</c>, <c>resources</c> and <c>deterministic</c>.</summary>
internal sealed class LimitsReader(SpecErrors errors)
{
    /// <summary>Trials that a deterministic sweep decides about side by side, where the file does not say.</summary>
    private const int StandardWidth = 4;

    private const string ADuration = "a duration such as 2h30m, 45m or 90s (d, h, m, s)";

    /// <summary>The smaller of <c>run_cap</c> and <c>budget.trials</c>, and <c>budget.time</c>.</summary>
    public (int? Trials, TimeSpan? Time) Budget(KeyReader root)
    {
        var cap = (int?)root.Whole("run_cap", 1, int.MaxValue);
        var keys = root.Section("budget", "the keys 'trials' and 'time'");
        keys?.RefuseOthers(["trials", "time"], "'budget'");
        var trials = (int?)keys?.Whole("trials", 1, int.MaxValue);
        var time = keys is null ? null : Read(keys, "time", Quantity.Duration, ADuration);
        return (cap is null ? trials : trials is null ? cap : Math.Min(cap.Value, trials.Value), time);
    }

    /// <summary><c>timeout</c>.</summary>
    public TimeSpan? Timeout(KeyReader root) => Read(root, "timeout", Quantity.Duration, ADuration);

    /// <summary><c>deterministic</c>: virtual slots; null = the sweep is not.</summary>
    public int? Width(KeyReader root, double? target, TimeSpan? maxTime)
    {
        var isMap = root.Node("deterministic") is YamlMap;
        var keys = isMap ? root.Section("deterministic", "the key 'width'") : null;
        keys?.RefuseOthers(["width"], "'deterministic'");
        var width = (int?)keys?.Whole("width", 1, 1000) ?? StandardWidth;
        if (!isMap && root.Flag("deterministic") != true) return null;
        if ((target is null ? maxTime is null ? null : "budget.time" : "metric.target") is { } key)
            errors.Add(root.At("deterministic"), $"'deterministic' and '{key}' exclude each other: when that is reached depends on timing");
        return width;
    }

    public (double? Gpus, long? MemoryBytes) Resources(KeyReader root)
    {
        var keys = root.Section("resources", "the keys 'gpus' and 'memory'");
        keys?.RefuseOthers(["gpus", "memory"], "'resources'");
        var gpus = keys?.Number("gpus", value => value is >= 0 and <= 1, "a number from 0 to 1 (a trial uses at most one GPU here)");
        return (gpus, keys is null ? null : Read(keys, "memory", Quantity.Bytes, "a size with its unit, such as 4 GiB or 512 MiB"));
    }

    private T? Read<T>(KeyReader keys, string key, Func<string, T?> parse, string expected) where T : struct
    {
        if (keys.Node(key) is not { } node) return null;
        if (node is YamlScalar scalar && parse(scalar.Text) is { } value) return value;
        errors.Add(node.At, $"'{key}' is {expected}; found {node.Describe()}");
        return null;
    }
}
