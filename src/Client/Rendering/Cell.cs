using System.Text.Json.Nodes;

namespace Sweep.Client.Rendering;

/// <summary>A value in two forms: exact for scripts, short for people.</summary>
/// <param name="Value">For JSON and CSV: string, number, boolean or null.</param>
/// <param name="Text">For tables.</param>
public sealed record Cell(JsonNode? Value, string Text)
{
    public static implicit operator Cell(string? text) => new(text is null ? null : JsonValue.Create(text), text ?? "");

    public static implicit operator Cell(long number) => new(JsonValue.Create(number), number.ToString());

    public static implicit operator Cell(int number) => (long)number;

    /// <summary>A number that may be absent; NaN and infinities, which JSON cannot say, count as absent for scripts.</summary>
    public static Cell Of(double? number, string text) => new(number is { } n && double.IsFinite(n) ? JsonValue.Create(n) : null, text);
}
