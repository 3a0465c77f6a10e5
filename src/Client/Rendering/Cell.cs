using System.Text.Json.Nodes;

namespace Sweep.Client.Rendering;

/// <summary>A value in two forms: exact for scripts, short for people.</summary>
/// <param name="Value">For JSON and CSV: string, number, boolean or null.</param>
/// <param name="Text">For tables.</param>
/// <param name="Number">The number that its column writes in the place of the text, so that all numbers of a column look alike; null = the text it is.</param>
public sealed record Cell(JsonNode? Value, string Text, double? Number = null)
{
    /// <summary>No value.</summary>
    public static Cell None { get; } = new(null, Numbers.Absent);

    public static implicit operator Cell(string text) => new(JsonValue.Create(text), text);

    public static implicit operator Cell(long number) => new(JsonValue.Create(number), number.ToString());

    public static implicit operator Cell(int number) => (long)number;

    /// <summary>A text that may be absent.</summary>
    public static Cell Of(string? text) => text is null ? None : text;

    /// <summary>A number that may be absent, shown as its column decides (<see cref="Column.Style"/>).</summary>
    public static Cell Of(double? number) => Of(number, Numbers.Absent) with { Number = number };

    /// <summary>A number that may be absent; NaN and infinities, which JSON cannot say, count as absent for scripts.</summary>
    public static Cell Of(double? number, string text) => new(number is { } n && double.IsFinite(n) ? JsonValue.Create(n) : null, text);
}
