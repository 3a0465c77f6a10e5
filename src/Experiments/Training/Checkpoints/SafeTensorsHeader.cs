using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>The JSON header of a safetensors file: free text by name, and the tensors in the order in which they lie in the file.</summary>
internal sealed record SafeTensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafeTensorsEntry> Entries)
{
    internal static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The header of tensors that lie one behind the other.</summary>
    public static JsonObject Of(IEnumerable<KeyValuePair<string, TensorData>> tensors, JsonObject metadata)
    {
        var header = new JsonObject { [SafeTensors.MetadataKey] = metadata };
        var end = 0L;
        foreach (var (name, tensor) in tensors)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = tensor.DType,
                ["shape"] = new JsonArray([.. tensor.Shape.Select(d => (JsonNode)d)]),
                ["data_offsets"] = new JsonArray(end, end + tensor.Bytes.Length),
            };
            end += tensor.Bytes.Length;
        }
        return header;
    }

    /// <exception cref="InvalidDataException">It is no header, or does not describe the numbers that follow.</exception>
    public static SafeTensorsHeader Read(ReadOnlySpan<byte> json, long numbers)
    {
        var header = Parse(json);
        var entries = header.Where(t => t.Key != SafeTensors.MetadataKey).Select(t => SafeTensorsEntry.Read(t.Key, t.Value))
            .OrderBy(e => e.Begin).ThenBy(e => e.End).ToList();
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end || entry.End > numbers)
                throw new InvalidDataException($"its tensor '{entry.Name}' does not fit the file: it is cut off or damaged");
            end = entry.End;
        }
        return new SafeTensorsHeader(MetadataOf(header), entries);
    }

    /// <exception cref="InvalidDataException">It is no header.</exception>
    public static Dictionary<string, string> ReadMetadata(ReadOnlySpan<byte> json) => MetadataOf(Parse(json));

    private static JsonObject Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            if (!Utf8.IsValid(json)) throw new JsonException("not UTF-8");
            return JsonNode.Parse(json, documentOptions: Strict)?.AsObject() ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException("it is no safetensors file (its header is not a JSON object)", e);
        }
    }

    private static Dictionary<string, string> MetadataOf(JsonObject header)
    {
        try
        {
            return header[SafeTensors.MetadataKey]?.AsObject()
                .ToDictionary(m => m.Key, m => m.Value!.GetValue<string>(), StringComparer.Ordinal) ?? [];
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException("its metadata is not as safetensors describes it", e);
        }
    }
}

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Begin">First byte behind the header.</param>
/// <param name="End">First byte that is not its own.</param>
internal sealed record SafeTensorsEntry(string Name, string DType, IReadOnlyList<long> Shape, long Begin, long End)
{
    public long Length => End - Begin;

    /// <exception cref="InvalidDataException">Not an entry, or one of a size that contradicts itself or is above 2 GiB.</exception>
    public static SafeTensorsEntry Read(string name, JsonNode? entry)
    {
        try
        {
            var dtype = entry!["dtype"]!.GetValue<string>();
            var shape = entry["shape"]!.AsArray().Select(d => d!.GetValue<long>()).ToArray();
            var read = new SafeTensorsEntry(
                name, dtype, shape, entry["data_offsets"]![0]!.GetValue<long>(), entry["data_offsets"]![1]!.GetValue<long>());
            if (read.Begin < 0 || read.End < read.Begin || TensorData.Length(dtype, shape) != read.Length)
                throw new InvalidDataException($"its tensor '{name}' does not fit the file: it is cut off or damaged");
            return read.Length <= Array.MaxLength ? read
                : throw new InvalidDataException($"its tensor '{name}' has {read.Length:N0} bytes, at most {Array.MaxLength:N0} are read");
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"its entry for the tensor '{name}' is not as safetensors describes it", e);
        }
    }
}
