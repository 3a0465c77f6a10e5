namespace Sweep.Experiments.Specs;

/// <summary>Which keys belong to which <c>distribution</c>.</summary>
internal static class DistributionKeys
{
    /// <summary>Keys a distribution needs, then those it may have.</summary>
    public static readonly IReadOnlyDictionary<string, (string[] Needed, string[] Optional)> Of =
        new Dictionary<string, (string[], string[])>
        {
            ["constant"] = (["value"], []),
            ["categorical"] = (["values"], []),
            ["categorical_w_probabilities"] = (["values", "probabilities"], []),
            ["int_uniform"] = (["min", "max"], []),
            ["uniform"] = (["min", "max"], []),
            ["q_uniform"] = (["min", "max"], ["q"]),
            ["log_uniform"] = (["min", "max"], []),
            ["log_uniform_values"] = (["min", "max"], []),
            ["inv_log_uniform"] = (["min", "max"], []),
            ["inv_log_uniform_values"] = (["min", "max"], []),
            ["q_log_uniform"] = (["min", "max"], ["q"]),
            ["q_log_uniform_values"] = (["min", "max"], ["q"]),
            ["normal"] = ([], ["mu", "sigma"]),
            ["q_normal"] = ([], ["mu", "sigma", "q"]),
            ["log_normal"] = ([], ["mu", "sigma"]),
            ["q_log_normal"] = ([], ["mu", "sigma", "q"]),
            ["beta"] = ([], ["a", "b"]),
            ["q_beta"] = ([], ["a", "b", "q"]),
        };

    /// <summary>Every key a parameter can have.</summary>
    public static readonly IReadOnlyList<string> All =
        ["value", "values", "probabilities", "distribution", "min", "max", "q", "mu", "sigma", "a", "b", "when", "parameters"];
}
