using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Bench.Search;

/// <summary>What Optuna reached on the same functions, by seed: our own measurement, in <c>optuna_reference.json</c>.</summary>
internal sealed class OptunaReference
{
    /// <summary>Samplers among which ours are ranked, one at a time.</summary>
    public static readonly IReadOnlyList<string> Five = ["random", "sobol", "tpe", "cmaes", "gp"];

    private readonly Dictionary<(string Sampler, string Function, int Workers), Dictionary<string, After>> results;

    private OptunaReference(Document document)
    {
        Version = document.Meta["optuna"].GetString()!;
        results = document.Results.ToDictionary(row => (row.Sampler, row.Function, row.Workers), row => row.After);
    }

    /// <summary>Which Optuna.</summary>
    public string Version { get; }

    /// <summary>Reads the file beside the program.</summary>
    public static OptunaReference Load()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Search", "optuna_reference.json"));
        return new OptunaReference(JsonSerializer.Deserialize<Document>(file, JsonSerializerOptions.Web)!);
    }

    /// <summary>Regrets by seed; null where it was not measured.</summary>
    /// <remarks>Random and Sobol do not look at results, so their runs with one worker stand for any number of them.</remarks>
    public IReadOnlyList<double>? Regrets(string sampler, string function, int workers, int mark)
    {
        var asked = sampler is "random" or "sobol" ? 1 : workers;
        return results.TryGetValue((sampler, function, asked), out var after) && after.TryGetValue($"{mark}", out var found)
            ? found.RegretBySeed
            : null;
    }

    private sealed record Document(Dictionary<string, JsonElement> Meta, IReadOnlyList<Row> Results);

    private sealed record Row(string Function, string Sampler, int Workers, Dictionary<string, After> After);

    private sealed record After([property: JsonPropertyName("regret_by_seed")] IReadOnlyList<double> RegretBySeed);
}
