using System.Buffers.Binary;
using System.Text.Json;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Data.Cache;

/// <summary>A file of tokens: 16 bytes that name the form, the number of tokens and the length of what follows them (two 64-bit numbers),
/// the tokens as 32-bit numbers, and what is known of them as JSON; all little-endian.</summary>
internal static class TokenFile
{
    private const int HeaderSize = 32;
    private static readonly byte[] Form = "sweep tokens 01\n"u8.ToArray();

    /// <summary>Writes an empty file, that can be written anywhere, by what writes the tokens and tells what is known of them.</summary>
    public static EncodedText Write(Stream file, Func<ITokenSink, EncodedText> write)
    {
        file.Write(new byte[HeaderSize]);
        var sink = new StreamSink(file);
        var encoded = write(sink);
        sink.Flush();
        var trailer = JsonSerializer.SerializeToUtf8Bytes(encoded);
        file.Write(trailer);
        var header = new byte[HeaderSize];
        Form.CopyTo(header, 0);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), sink.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), trailer.Length);
        file.Position = 0;
        file.Write(header);
        return encoded;
    }

    /// <summary>Reads a file; null when it is not whole.</summary>
    public static (EncodedText Encoded, ReadOnlyMemory<int> Tokens)? TryRead(FileStream file)
    {
        var header = new byte[HeaderSize];
        if (file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize) return null;
        var count = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
        var trailer = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24));
        if (!header.AsSpan(0, Form.Length).SequenceEqual(Form) || count is < 0 or > int.MaxValue || trailer is < 1 or > int.MaxValue
            || file.Length != HeaderSize + (count * sizeof(int)) + trailer) return null;
        file.Position = HeaderSize + (count * sizeof(int));
        if (Parse(file) is not { } encoded || encoded.Tokens != count) return null;
        // Nothing cannot be mapped.
        return (encoded, count == 0 ? ReadOnlyMemory<int>.Empty : new MappedTokens(file, HeaderSize, (int)count).Memory);
    }

    private static EncodedText? Parse(FileStream trailer)
    {
        try
        {
            return JsonSerializer.Deserialize<EncodedText>(trailer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class StreamSink(Stream file) : ITokenSink
    {
        private readonly byte[] buffer = new byte[1 << 18];
        private int used;

        public long Count { get; private set; }

        public void Add(int token)
        {
            if (used == buffer.Length) Flush();
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(used), token);
            used += sizeof(int);
            Count++;
        }

        public void Flush()
        {
            file.Write(buffer, 0, used);
            used = 0;
        }
    }
}
