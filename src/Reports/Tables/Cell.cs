using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Reports.Text;

namespace Sweep.Reports.Tables;

/// <summary>A value in two forms: exact for scripts, short for people.
/// Very many are made one after another, so a number is only a text where it is asked for one.</summary>
public sealed record Cell
{
    private readonly Kind kind;
    private readonly object? held;
    private readonly long whole;
    private readonly double real;
    private readonly string? text;

    /// <summary>A string, number, boolean or null for JSON and CSV, and its text for tables.</summary>
    public Cell(JsonNode? value, string text, double? number = null) =>
        (kind, held, this.text, Number) = (value is null ? Kind.Absent : Kind.Node, value, text, number);

    /// <summary>A whole number for JSON and CSV, and its text for tables.</summary>
    public Cell(long value, string text) => (kind, whole, this.text) = (Kind.Whole, value, text);

    private Cell(Kind kind, object? held, long whole, double real, string? text) =>
        (this.kind, this.held, this.whole, this.real, this.text) = (kind, held, whole, real, text);

    private enum Kind { Absent, Text, Whole, Real, Json, Wholes, Node }

    /// <summary>No value.</summary>
    public static Cell None { get; } = new(null, Numbers.Absent);

    private static Cell Yes { get; } = new(Kind.Json, "true", 0, 0, "yes");

    private static Cell No { get; } = new(Kind.Json, "false", 0, 0, "no");

    private string Joined => string.Join(',', (IReadOnlyList<int>)held!);

    /// <summary>For tables.</summary>
    public string Text
    {
        get => text ?? (kind switch { Kind.Whole => whole.ToString(), Kind.Wholes => Joined, _ => (string)held! });
        init => text = value;
    }

    /// <summary>The number that its column writes in the place of the text, so that all numbers of a column look alike;
    /// null = the text it is.</summary>
    public double? Number { get; init; }

    /// <summary>A text.</summary>
    public static implicit operator Cell(string text) => new(Kind.Text, text, 0, 0, null);

    /// <summary>A whole number.</summary>
    public static implicit operator Cell(long number) => new(Kind.Whole, null, number, 0, null);

    /// <summary>A whole number.</summary>
    public static implicit operator Cell(int number) => (long)number;

    /// <summary>A number or a truth value exactly as it stands in valid JSON.</summary>
    public static Cell OfJson(string json) => new(Kind.Json, json, 0, 0, null);

    /// <summary>Several whole numbers.</summary>
    public static Cell OfAll(IReadOnlyList<int> numbers) => new(Kind.Wholes, numbers, 0, 0, null);

    /// <summary>A truth value: yes or no for people.</summary>
    public static Cell Of(bool value) => value ? Yes : No;

    /// <summary>A text that may be absent.</summary>
    public static Cell Of(string? text) => text is null ? None : text;

    /// <summary>A number that may be absent, shown as its column decides (<see cref="Column.Style"/>).</summary>
    public static Cell Of(double? number) => number is null ? None : Of(number, Numbers.Absent) with { Number = number };

    /// <summary>A number that may be absent; NaN and infinities, which JSON cannot say, count as absent for scripts.</summary>
    public static Cell Of(double? number, string text) =>
        number is { } n && double.IsFinite(n) ? new(Kind.Real, null, 0, n, text) : new(Kind.Absent, null, 0, 0, text);

    /// <summary>The exact value for programs: null, a text, a <see cref="long"/>, a <see cref="double"/> or a <see cref="bool"/>; what is
    /// a list or a map is its JSON.</summary>
    public object? Exact => kind switch
    {
        Kind.Absent => null,
        Kind.Text => held,
        Kind.Whole => whole,
        Kind.Real => real,
        Kind.Json => OfJsonText((string)held!),
        Kind.Wholes => $"[{Joined}]",
        _ when held is JsonValue value =>
            value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : OfJsonText(value.ToJsonString()),
        _ => ((JsonNode)held!).ToJsonString(),
    };

    private static object OfJsonText(string json) => json switch
    {
        "true" => true,
        "false" => false,
        _ when long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(json, CultureInfo.InvariantCulture, out var real) => real,
        _ => json,
    };

    /// <summary>Writes the exact value.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (kind)
        {
            case Kind.Absent: writer.WriteNullValue(); break;
            case Kind.Text: writer.WriteStringValue((string)held!); break;
            case Kind.Whole: writer.WriteNumberValue(whole); break;
            case Kind.Real: writer.WriteNumberValue(real); break;
            case Kind.Json: writer.WriteRawValue((string)held!, skipInputValidation: true); break;
            case Kind.Wholes:
                writer.WriteStartArray();
                foreach (var number in (IReadOnlyList<int>)held!) writer.WriteNumberValue(number);
                writer.WriteEndArray();
                break;
            default: ((JsonNode)held!).WriteTo(writer); break;
        }
    }

    /// <summary>Appends the exact value as a field of csv.</summary>
    public void AppendTo(CsvLine line)
    {
        switch (kind)
        {
            case Kind.Absent: line.Append(""); break;
            case Kind.Text: line.AppendText((string)held!); break;
            case Kind.Whole: line.Append(whole); break;
            case Kind.Real: line.Append(real); break;
            case Kind.Json: line.Append((string)held!); break;
            case Kind.Wholes: line.Append($"[{Joined}]"); break;
            case Kind.Node when held is JsonValue value && value.TryGetValue<string>(out var words): line.AppendText(words); break;
            default: line.Append(((JsonNode)held!).ToJsonString()); break;
        }
    }
}
