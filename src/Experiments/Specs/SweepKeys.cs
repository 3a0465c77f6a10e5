using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Top-level keys of a sweep file, and those of W&amp;B that are accepted and mean nothing here.</summary>
internal static class SweepKeys
{
    public static readonly IReadOnlyList<string> Known =
    [
        "name", "description", "method", "metric", "metrics", "parameters", "constraints", "outcome_constraints", "early_terminate",
        "run_cap", "program", "command", "workdir", "wandb", "experiment", "assembly", "replicates", "seed", "resources", "priority",
        "retries", "budget", "timeout", "deterministic", "enqueue", "warm_start", "notify",
    ];

    /// <summary>Keys of W&amp;B without effect, whatever their values are.</summary>
    public static readonly IReadOnlyList<string> WithoutEffect =
        ["project", "entity", "controller", "apiVersion", "kind", "job", "image_uri"];

    /// <summary>The same in <c>metric</c>: they guide a search by values that runs do not have.</summary>
    public static readonly IReadOnlyList<string> WithoutEffectInMetric = ["impute", "impute_while_running"];

    /// <summary>Says in one notice which keys of the file have no effect.</summary>
    public static void Tell(YamlMap root, SpecErrors errors)
    {
        List<(string Key, SpecPosition At)> found =
            [.. Of(root, WithoutEffect, ""), .. Of(root.Find("metric")?.Value as YamlMap, WithoutEffectInMetric, "metric.")];
        if (found.Count == 0) return;
        var listed = KeyReader.Listed([.. found.Select(key => $"'{key.Key}'")], "and");
        var has = found.Count == 1 ? "is a key of Weights & Biases and has" : "are keys of Weights & Biases and have";
        errors.Notice(found.MinBy(key => (key.At.Line, key.At.Column)).At, $"{listed} {has} no effect here");
    }

    private static IEnumerable<(string Key, SpecPosition At)> Of(YamlMap? map, IReadOnlyList<string> keys, string prefix) =>
        (map?.Entries ?? []).Where(entry => keys.Contains(entry.Key)).Select(entry => (prefix + entry.Key, entry.KeyAt));
}
