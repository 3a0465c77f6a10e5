using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Reads and writes the safetensors format, which holds numbers and text only: nothing in a file is ever executed.</summary>
/// <remarks>Format: 8 bytes little-endian header length; the header, a JSON object of name -> {dtype, shape, data_offsets} and
/// <c>__metadata__</c>; then all numbers in a row (https://github.com/huggingface/safetensors). The metadata key <c>sha256_of_file</c> is
/// ours: the hash of header and numbers, with 64 zeros in its own place, so that a damaged file is noticed. Older files of ours have the
/// key <c>sha256</c>, the hash of the numbers alone; files without either, from other programs, are read as well. A file may be larger than
/// 2 GiB, one tensor may not.</remarks>
public static class SafeTensors
{
    /// <summary>Key of everything that is no tensor.</summary>
    internal const string MetadataKey = "__metadata__";

    private const string HashKey = "sha256_of_file";
    private const string NumbersHashKey = "sha256";
    private const int Prefix = 8;

    /// <summary>Longest header that is read: that of a million epochs is shorter.</summary>
    private const int MaxHeader = 1 << 29;

    private static readonly string NoHash = new('0', 64);

    /// <summary>Writes a file in pieces. Tensors lie in the order of their names, so equal content gives equal bytes.</summary>
    public static void Write(SafeTensorsFile content, Stream to)
    {
        var tensors = content.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var header = Padded(Encoding.UTF8.GetBytes(SafeTensorsHeader.Of(tensors, Metadata(content)).ToJsonString()));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        foreach (var (_, tensor) in tensors) hash.AppendData(tensor.Bytes.Span);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())).CopyTo(header.AsSpan(PlaceOfHash(header, NoHash)));

        Span<byte> prefix = stackalloc byte[Prefix];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        to.Write(prefix);
        to.Write(header);
        foreach (var (_, tensor) in tensors) to.Write(tensor.Bytes.Span);
    }

    /// <summary>Reads a file in pieces, from its beginning; its length must be known.</summary>
    /// <exception cref="InvalidDataException">Not a whole, undamaged safetensors file; the message says what is wrong.</exception>
    public static SafeTensorsFile Read(Stream from)
    {
        var header = ReadHeader(from);
        var read = SafeTensorsHeader.Read(header, from.Length - from.Position);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var numbers = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var metadata = read.Metadata.ToDictionary(StringComparer.Ordinal);
        var (known, ofNumbers) =
            (metadata.Remove(HashKey, out var one) ? one : null, metadata.Remove(NumbersHashKey, out var other) ? other : null);
        if (known is not null) all.AppendData(WithoutHash(header, known));
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var entry in read.Entries)
        {
            var bytes = new byte[entry.Length];
            from.ReadExactly(bytes);
            all.AppendData(bytes);
            numbers.AppendData(bytes);
            tensors.Add(entry.Name, new TensorData(entry.DType, entry.Shape, bytes));
        }
        if (known is not null && known != Convert.ToHexStringLower(all.GetHashAndReset()))
            throw new InvalidDataException("it is damaged (its hash differs from the stored one)");
        if (ofNumbers is not null && ofNumbers != Convert.ToHexStringLower(numbers.GetHashAndReset()))
            throw new InvalidDataException("its numbers are damaged (their hash differs from the stored one)");
        return new SafeTensorsFile(tensors, metadata) { IsChecked = known is not null };
    }

    /// <summary>Reads what stands before the numbers, and leaves the numbers alone: nothing is checked by its hash.</summary>
    /// <exception cref="InvalidDataException">Not the beginning of a whole safetensors file.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream file)
    {
        var metadata = SafeTensorsHeader.ReadMetadata(ReadHeader(file));
        metadata.Remove(HashKey);
        metadata.Remove(NumbersHashKey);
        return metadata;
    }

    private static JsonObject Metadata(SafeTensorsFile content)
    {
        var metadata = new JsonObject { [HashKey] = NoHash };
        foreach (var (key, value) in content.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) metadata[key] = value;
        return metadata;
    }

    /// <summary>Spaces align the numbers to 8 bytes, as the reference writer does.</summary>
    private static byte[] Padded(byte[] header)
    {
        var padded = new byte[(header.Length + 7) / 8 * 8];
        header.CopyTo(padded, 0);
        padded.AsSpan(header.Length).Fill((byte)' ');
        return padded;
    }

    private static byte[] WithoutHash(byte[] header, string hash)
    {
        var place = PlaceOfHash(header, hash);
        if (place < 0 || hash.Length != NoHash.Length)
            throw new InvalidDataException("it is damaged (its hash is not where it was written)");
        var without = (byte[])header.Clone();
        Encoding.ASCII.GetBytes(NoHash).CopyTo(without.AsSpan(place));
        return without;
    }

    /// <summary>The first place of the key and its value; ours is the first entry of the header.</summary>
    private static int PlaceOfHash(byte[] header, string hash)
    {
        var key = $"\"{HashKey}\":\"";
        var at = header.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key + hash));
        return at < 0 ? at : at + key.Length;
    }

    private static byte[] ReadHeader(Stream from)
    {
        Span<byte> prefix = stackalloc byte[Prefix];
        var length = from.Length < Prefix ? -1 : ReadLength(from, prefix);
        if (length < 2 || length > from.Length - Prefix || length > MaxHeader)
            throw new InvalidDataException("it is no safetensors file, or is cut off");
        var header = new byte[length];
        from.ReadExactly(header);
        return header;
    }

    private static long ReadLength(Stream from, Span<byte> prefix)
    {
        from.ReadExactly(prefix);
        return BinaryPrimitives.ReadInt64LittleEndian(prefix);
    }
}

/// <summary>Content of a safetensors file: tensors, and free text, by name.</summary>
public sealed record SafeTensorsFile(IReadOnlyDictionary<string, TensorData> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>True when it was read and the hash in it covers all of it.</summary>
    public bool IsChecked { get; init; }
}

/// <summary>A tensor at rest on the host: little-endian numbers in row-major order.</summary>
/// <param name="DType">Element type as safetensors names it: <c>F32</c>, <c>F64</c>, <c>BF16</c>, <c>I64</c>.</param>
/// <param name="Shape">Dimensions; empty for a single number.</param>
/// <param name="Bytes">All elements; element size x product of <paramref name="Shape"/> bytes.</param>
public sealed record TensorData(string DType, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    private static readonly Dictionary<string, int> Sizes =
        new(StringComparer.Ordinal) { ["F64"] = 8, ["I64"] = 8, ["F32"] = 4, ["BF16"] = 2 };

    /// <summary>Bytes that type and shape ask for; null when the type is unknown or a dimension is negative or too large.</summary>
    public static long? Length(string dtype, IReadOnlyList<long> shape)
    {
        if (!Sizes.TryGetValue(dtype, out var size) || shape.Any(d => d < 0)) return null;
        try
        {
            return shape.Aggregate((long)size, (product, d) => checked(product * d));
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
