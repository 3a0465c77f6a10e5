using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Contracts;

/// <summary>A value for each parameter, in the order of the sweep file. Immutable; equal when its JSON is equal.</summary>
/// <remarks>Nested parameters are flattened with dots (<c>optimizer.lr</c>). Parsed once, when a value is first asked for.</remarks>
/// <param name="json">What <see cref="Json"/> wrote.</param>
[GenerateSerializer, Immutable, Alias("sweep.trial-config")]
public sealed class TrialConfig(string json) : IEquatable<TrialConfig>
{
    [NonSerialized]
    private JsonObject? values;

    /// <summary>Compact JSON object with keys in file order; the identity of the configuration.</summary>
    [Id(0)]
    public string Json { get; private init; } = json;

    /// <summary>Parameter names in file order.</summary>
    public IEnumerable<string> Names => Values.Select(pair => pair.Key);

    /// <summary>The values as a detached copy.</summary>
    public JsonObject ToJson() => Values.DeepClone().AsObject();

    private JsonObject Values => values ??= Object(Json);

    /// <summary>Builds a configuration from name and value pairs; values are strings, numbers, booleans, null or arrays of these.</summary>
    public static TrialConfig From(IEnumerable<KeyValuePair<string, JsonNode?>> pairs)
    {
        var copy = new JsonObject();
        foreach (var (name, value) in pairs) copy.Add(name, value?.DeepClone());
        return new TrialConfig(copy.ToJsonString()); // parsed anew, so that numbers behave the same however the configuration came to be
    }

    /// <summary>A configuration as it is written; what is no JSON object throws when a value is asked for.</summary>
    public static implicit operator TrialConfig(string json) => new(json);

    /// <summary>Reads a JSON object and writes it compactly.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static TrialConfig Parse(string json) => new(Object(json).ToJsonString());

    /// <summary>The value of a parameter as a detached copy; null when it is absent or null.</summary>
    public JsonNode? this[string name] => Values.TryGetPropertyValue(name, out var value) ? value?.DeepClone() : null;

    /// <summary>True when the parameter is present.</summary>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <summary>A configuration of only the named parameters, in this one's order.</summary>
    public TrialConfig Select(Func<string, bool> keep) => From(Values.Where(pair => keep(pair.Key)));

    /// <inheritdoc />
    public bool Equals(TrialConfig? other) => other is not null && Json == other.Json;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TrialConfig);

    /// <inheritdoc />
    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => string.Join(' ', Values.Select(pair => $"{pair.Key}={pair.Value?.ToString() ?? "null"}"));

    private static JsonObject Object(string json) => JsonNode.Parse(json) is JsonObject parsed
        ? parsed
        : throw new JsonException($"expected a JSON object with one value per parameter, found: {json}");
}
