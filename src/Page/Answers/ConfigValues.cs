using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Contracts;
using Sweep.Search.Spaces;

namespace Sweep.Page.Answers;

/// <summary>Values of the parameters of very many configurations, as they stand in JSON: a few bytes each, not a tree.</summary>
internal sealed class ConfigValues
{
    private readonly ConfigReader reader = new();
    private readonly List<Column> columns = [];

    public ConfigValues(IReadOnlyList<TrialConfig> configs)
    {
        for (var config = 0; config < configs.Count; config++)
        {
            var place = config;
            reader.Read(configs[config].Json, (parameter, value, _) =>
            {
                if (parameter == columns.Count) columns.Add(new Column(configs.Count));
                columns[parameter].Add(place, value);
            });
        }
    }

    /// <param name="name">Its name; one that a configuration has.</param>
    /// <param name="places">Places of the configurations that are wanted.</param>
    public IEnumerable<JsonBytes> Of(string name, IEnumerable<int> places) => places.Select(columns[reader.IndexOf(name)].Of);

    /// <summary>The values of one parameter, one after another.</summary>
    private sealed class Column(int configs)
    {
        private readonly ArrayBufferWriter<byte> values = new();
        private readonly (int Start, int Length)[] parts = new (int, int)[configs];

        public void Add(int config, ReadOnlySpan<byte> value)
        {
            parts[config] = (values.WrittenCount, value.Length);
            values.Write(value);
        }

        public JsonBytes Of(int config) => new(values.WrittenMemory.Slice(parts[config].Start, parts[config].Length));
    }
}

/// <summary>A value as it stands in JSON, in UTF-8.</summary>
[JsonConverter(typeof(JsonBytesConverter))]
internal readonly record struct JsonBytes(ReadOnlyMemory<byte> Json);

/// <summary>Writes such values as they are.</summary>
internal sealed class JsonBytesConverter : JsonConverter<JsonBytes>
{
    public override JsonBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, JsonBytes value, JsonSerializerOptions options)
    {
        if (value.Json.IsEmpty) writer.WriteNullValue();
        else writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
