using System.Text.Json;

namespace Sweep.Ledger.Storage;

/// <summary>The metrics of a report between a dictionary and the columns of the ledger; exact to the last bit both ways.</summary>
internal static class MetricsJson
{
    public const string TrainPerplexity = "train_perplexity";
    public const string ValPerplexity = "val_perplexity";
    public const string TokensPerSecond = "tokens_per_second";

    /// <summary>JSON object of the finite metrics that have no column of their own.</summary>
    public static string Others(IReadOnlyDictionary<string, double> metrics)
    {
        var others = metrics.Where(pair => !HasColumn(pair.Key) && double.IsFinite(pair.Value)).ToDictionary();
        return others.Count == 0 ? "{}" : JsonSerializer.Serialize(others);
    }

    /// <summary>All metrics of a row again.</summary>
    public static Dictionary<string, double> Join(double? train, double? val, double? tokensPerSecond, string others)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        if (train is { } t) metrics.Add(TrainPerplexity, t);
        if (val is { } v) metrics.Add(ValPerplexity, v);
        if (tokensPerSecond is { } s) metrics.Add(TokensPerSecond, s);
        if (others == "{}") return metrics;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, double>>(others) ?? []) metrics[name] = value;
        return metrics;
    }

    private static bool HasColumn(string name) => name is TrainPerplexity or ValPerplexity or TokensPerSecond;
}
