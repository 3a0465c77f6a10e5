using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Page.Tests.Given;

/// <summary>Compares parts of JSON.</summary>
internal static class Members
{
    /// <summary>Whether an object has these members; others may be there, too.</summary>
    public static void Is(string expected, JsonNode? found)
    {
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
        {
            if (value is JsonObject inner) Is(inner.ToJsonString(), found![name]);
            else if (value is JsonArray { Count: > 0 } list && list[0] is JsonObject)
                foreach (var (item, place) in list.Select((item, place) => (item!, place))) Is(item.ToJsonString(), found![name]![place]);
            else Assert.True(Same(value, found![name]), $"{name}: expected {value?.ToJsonString()}, found {found[name]?.ToJsonString()}");
        }
    }

    /// <summary>Equal, whatever the form of numbers.</summary>
    private static bool Same(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (null, null) => true,
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        (JsonValue x, JsonValue y) when x.GetValueKind() == JsonValueKind.Number =>
            y.GetValueKind() == JsonValueKind.Number && x.ToString() == y.ToString(),
        _ => JsonNode.DeepEquals(a, b),
    };
}
