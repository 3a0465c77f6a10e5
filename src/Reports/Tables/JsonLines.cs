using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Reports.Tables;

/// <summary>JSON settings of everything that programs read: snake_case keys, absent values as null; one object per line.</summary>
public static class JsonLines
{
    /// <summary>One object per line.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumbers(), new StreamedRowsJson() },
    };

    /// <summary>The same over several lines, for one object that is the whole output.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };

    /// <summary>Writes a value and a line break; the rows of a <see cref="StreamedRows"/> in it are never all in memory.</summary>
    public static void Write<T>(T value, JsonSerializerOptions options, TextWriter output)
    {
        using (var writer = new Utf8JsonWriter(
            new Utf8Output(output), new JsonWriterOptions { Indented = options.WriteIndented, Encoder = options.Encoder }))
        {
            JsonSerializer.Serialize(writer, value, options);
        }

        output.WriteLine();
    }

    /// <summary>NaN and infinities, which JSON cannot say, are absent: no number ends an output.</summary>
    private sealed class FiniteNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
