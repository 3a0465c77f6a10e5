using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Search.Spaces;

/// <summary>One complete assignment of values to parameters, in the order of the sweep file. Immutable; equal when its JSON is equal.</summary>
/// <remarks>Nested parameters are flattened with dots (<c>optimizer.lr</c>). Everything outside Specs and Search passes it on as <see cref="Json"/>.</remarks>
public sealed class TrialConfig : IEquatable<TrialConfig>
{
    private readonly JsonObject values;

    private TrialConfig(JsonObject values)
    {
        this.values = values;
        Json = values.ToJsonString();
    }

    /// <summary>Compact JSON object with keys in file order; the identity of the configuration.</summary>
    public string Json { get; }

    /// <summary>Parameter names in file order.</summary>
    public IEnumerable<string> Names => values.Select(pair => pair.Key);

    /// <summary>Builds a configuration from name and value pairs; values are strings, numbers, booleans, null or arrays of these.</summary>
    public static TrialConfig From(IEnumerable<KeyValuePair<string, JsonNode?>> pairs)
    {
        var copy = new JsonObject();
        foreach (var (name, value) in pairs) copy.Add(name, value?.DeepClone());
        return Parse(copy.ToJsonString()); // so that numbers behave the same however the configuration came to be
    }

    /// <summary>Reads what <see cref="Json"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static TrialConfig Parse(string json) =>
        JsonNode.Parse(json) is JsonObject parsed
            ? new TrialConfig(parsed)
            : throw new JsonException($"expected a JSON object with one value per parameter, found: {json}");

    /// <summary>The value of a parameter as a detached copy; null when it is absent or null.</summary>
    public JsonNode? this[string name] => values.TryGetPropertyValue(name, out var value) ? value?.DeepClone() : null;

    /// <summary>True when the parameter is present.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A configuration of only the named parameters, in this one's order.</summary>
    public TrialConfig Select(Func<string, bool> keep) => From(values.Where(pair => keep(pair.Key)));

    /// <inheritdoc />
    public bool Equals(TrialConfig? other) => other is not null && Json == other.Json;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TrialConfig);

    /// <inheritdoc />
    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value?.ToString() ?? "null"}"));
}
