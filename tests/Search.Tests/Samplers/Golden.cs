using System.Text.Json.Nodes;

namespace Sweep.Search.Tests.Samplers;

/// <summary>Numbers made by Optuna 5, cmaes 0.13 and SciPy 1.10.</summary>
internal static class Golden
{
    private static readonly JsonObject All =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Assets", "samplers_golden.json")))!.AsObject();

    public static JsonObject Of(string part) => All[part]!.AsObject();

    public static double[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(item => item!.GetValue<double>())];

    public static void Close(double[] expected, double[] actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance * Math.Max(1, Math.Abs(pair.First))));
    }
}
