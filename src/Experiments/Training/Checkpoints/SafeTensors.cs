using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Reads and writes the safetensors format, which holds numbers and text only: nothing in a file is ever executed.</summary>
/// <remarks>
/// Format: 8 bytes little-endian header length; the header, a JSON object of name -> {dtype, shape, data_offsets} and <c>__metadata__</c>; then all
/// numbers in a row (https://github.com/huggingface/safetensors). The metadata key <c>sha256</c> is ours: the hash of the numbers, so that a damaged
/// file is noticed. Files without it, from other programs, are read as well.
/// </remarks>
public static class SafeTensors
{
    private const string MetadataKey = "__metadata__";
    private const string HashKey = "sha256";
    private const int Prefix = 8;
    private const string NoFile = "it is no safetensors file, or is cut off";

    /// <summary>The bytes of a file. Tensors lie in the order of their names, so equal content gives equal bytes.</summary>
    public static byte[] Write(SafeTensorsFile content)
    {
        var tensors = content.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var numbers = new byte[tensors.Sum(t => (long)t.Value.Bytes.Length)];
        var header = new JsonObject();
        var end = 0;
        foreach (var (name, tensor) in tensors)
        {
            tensor.Bytes.Span.CopyTo(numbers.AsSpan(end));
            header[name] = Entry(tensor, end);
            end += tensor.Bytes.Length;
        }
        var metadata = new JsonObject { [HashKey] = Convert.ToHexStringLower(SHA256.HashData(numbers)) };
        foreach (var (key, value) in content.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) metadata[key] = value;
        header.Insert(0, MetadataKey, metadata);
        return Join(Encoding.UTF8.GetBytes(header.ToJsonString()), numbers);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">Not a whole, undamaged safetensors file; the message says what is wrong.</exception>
    public static SafeTensorsFile Read(ReadOnlyMemory<byte> file)
    {
        var (header, numbers) = Split(file);
        var metadata = Metadata(header);
        if (metadata.Remove(HashKey, out var hash) && hash != Convert.ToHexStringLower(SHA256.HashData(numbers.Span)))
            throw new InvalidDataException("its numbers are damaged (their hash differs from the stored one)");
        var tensors = header.Where(t => t.Key != MetadataKey).ToDictionary(t => t.Key, t => Tensor(t.Key, t.Value, numbers), StringComparer.Ordinal);
        return new SafeTensorsFile(tensors, metadata);
    }

    /// <summary>Reads what stands before the numbers, and leaves the numbers alone.</summary>
    /// <exception cref="InvalidDataException">Not the beginning of a whole safetensors file.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream file)
    {
        var prefix = new byte[Prefix];
        var length = file.ReadAtLeast(prefix, Prefix, throwOnEndOfStream: false) < Prefix ? -1 : BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length < 2 || length > file.Length - Prefix || length > int.MaxValue) throw new InvalidDataException(NoFile);
        var header = new byte[length];
        file.ReadExactly(header);
        var metadata = Metadata(Parse(header));
        metadata.Remove(HashKey);
        return metadata;
    }

    private static JsonObject Entry(TensorData tensor, int begin) => new()
    {
        ["dtype"] = tensor.DType,
        ["shape"] = new JsonArray([.. tensor.Shape.Select(d => (JsonNode)d)]),
        ["data_offsets"] = new JsonArray(begin, begin + tensor.Bytes.Length),
    };

    private static byte[] Join(byte[] header, byte[] numbers)
    {
        var padded = (header.Length + 7) / 8 * 8; // Spaces align the numbers to 8 bytes, as the reference writer does.
        var file = new byte[Prefix + padded + numbers.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, padded);
        header.CopyTo(file, Prefix);
        file.AsSpan(Prefix + header.Length, padded - header.Length).Fill((byte)' ');
        numbers.CopyTo(file, Prefix + padded);
        return file;
    }

    private static (JsonObject Header, ReadOnlyMemory<byte> Numbers) Split(ReadOnlyMemory<byte> file)
    {
        var length = file.Length < Prefix ? -1 : BinaryPrimitives.ReadInt64LittleEndian(file.Span);
        if (length < 2 || length > file.Length - Prefix) throw new InvalidDataException(NoFile);
        return (Parse(file.Span.Slice(Prefix, (int)length)), file[(Prefix + (int)length)..]);
    }

    private static Dictionary<string, string> Metadata(JsonObject header) =>
        header[MetadataKey]?.AsObject().ToDictionary(m => m.Key, m => m.Value!.GetValue<string>(), StringComparer.Ordinal) ?? [];

    private static JsonObject Parse(ReadOnlySpan<byte> header)
    {
        try
        {
            return JsonNode.Parse(header)?.AsObject() ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException("it is no safetensors file (its header is not a JSON object)", e);
        }
    }

    private static TensorData Tensor(string name, JsonNode? entry, ReadOnlyMemory<byte> numbers)
    {
        try
        {
            var dtype = entry!["dtype"]!.GetValue<string>();
            var shape = entry["shape"]!.AsArray().Select(d => d!.GetValue<long>()).ToArray();
            var (begin, end) = (entry["data_offsets"]![0]!.GetValue<long>(), entry["data_offsets"]![1]!.GetValue<long>());
            if (begin < 0 || end < begin || end > numbers.Length || TensorData.Length(dtype, shape) != end - begin)
                throw new InvalidDataException($"its tensor '{name}' does not fit the file: it is cut off or damaged");
            return new TensorData(dtype, shape, numbers[(int)begin..(int)end]);
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"its entry for the tensor '{name}' is not as safetensors describes it", e);
        }
    }
}
