namespace Sweep.Experiments.Specs;

/// <summary>Top-level keys of a sweep file, and what to say of those of W&amp;B that mean nothing here.</summary>
internal static class SweepKeys
{
    public static readonly IReadOnlyList<string> Known =
    [
        "name", "description", "method", "metric", "parameters", "constraints", "early_terminate", "run_cap", "program", "command",
        "workdir", "wandb", "experiment", "replicates", "seed", "resources", "priority", "retries", "budget",
    ];

    public static readonly IReadOnlyDictionary<string, string> NotUsed =
        new[] { "project", "entity", "controller", "apiVersion", "kind", "job", "image_uri" }
            .ToDictionary(key => key, key => $"Sweep does not use '{key}': remove it");
}
