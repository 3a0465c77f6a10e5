using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Reports.Tables;

/// <summary>Rows as an array with one object for each, keyed by column; what is written goes on to the output now and then.</summary>
internal sealed class StreamedRowsJson : JsonConverter<StreamedRows>
{
    private const int Enough = 1 << 15;

    public override StreamedRows Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("rows are only written");

    public override void Write(Utf8JsonWriter writer, StreamedRows value, JsonSerializerOptions options)
    {
        JsonEncodedText[] keys = [.. value.Columns.Select(column => JsonEncodedText.Encode(column.Key, options.Encoder))];
        writer.WriteStartArray();
        foreach (var row in value.Ahead)
        {
            writer.WriteStartObject();
            for (var i = 0; i < keys.Length; i++)
            {
                writer.WritePropertyName(keys[i]);
                row[i].WriteTo(writer);
            }

            writer.WriteEndObject();
            if (writer.BytesPending > Enough) writer.Flush();
        }

        writer.WriteEndArray();
    }
}
