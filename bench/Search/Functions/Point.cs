using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Bench.Search.Functions;

/// <summary>A configuration as a test function reads it: parsed once.</summary>
public sealed class Point(TrialConfig config)
{
    private readonly JsonObject values = config.ToJson();

    /// <summary>True when the parameter exists in this configuration.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A parameter that is a number.</summary>
    /// <exception cref="KeyNotFoundException">The configuration has no such number.</exception>
    public double this[string name] => values[name] is { } value && value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
        : throw Missing(name, "a number");

    /// <summary>A parameter that is a word.</summary>
    /// <exception cref="KeyNotFoundException">The configuration has no such word.</exception>
    public string Word(string name) => values[name] is { } value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>()
        : throw Missing(name, "a word");

    /// <summary>The parameters x0, x1, ... of a function of real numbers.</summary>
    public double[] Vector(int count) => [.. Enumerable.Range(0, count).Select(i => this[$"x{i}"])];

    private KeyNotFoundException Missing(string name, string kind) =>
        new($"the test function reads '{name}' as {kind}, found {values[name]?.ToJsonString() ?? "none"} in {values.ToJsonString()}");
}
