using System.Text.Json.Nodes;

namespace Sweep.Search.Spaces;

/// <summary>One line of a parameter's <c>when</c>: the parameter exists only where another has one of these values.</summary>
/// <param name="Parent">Name of the other parameter.</param>
/// <param name="Values">Its values that switch this one on.</param>
public sealed record WhenClause(string Parent, IReadOnlyList<JsonNode?> Values)
{
    private readonly HashSet<string> texts = [.. Values.Select(Text)];

    /// <summary>True where the experiment asks for it and not the file: a value that is given where the parameter is not read is left
    /// out without a word. Default false.</summary>
    public bool IsImplied { get; init; }

    /// <summary>True when the other parameter's value switches this one on.</summary>
    public bool Admits(JsonNode? value) => texts.Contains(Text(value));

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
