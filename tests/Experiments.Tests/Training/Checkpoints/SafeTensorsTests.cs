using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

/// <summary>The published safetensors format, and what happens to damaged files.</summary>
public sealed class SafeTensorsTests
{
    [Fact]
    public void Reads_a_file_written_by_hand_after_the_published_format()
    {
        var file = ByHand("""{"__metadata__":{"made":"by hand"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}""",
            [0, 0, 128, 63, 0, 0, 0, 192, 7, 0, 0, 0, 0, 0, 0, 0]);

        var content = SafeTensorsBytes.Read(file);

        Assert.Equal("by hand", content.Metadata["made"]);
        Assert.Equal(("F32", 2), (content.Tensors["a"].DType, content.Tensors["a"].Shape.Count));
        Assert.Equal(1f, BinaryPrimitives.ReadSingleLittleEndian(content.Tensors["a"].Bytes.Span));
        Assert.Equal(-2f, BinaryPrimitives.ReadSingleLittleEndian(content.Tensors["a"].Bytes.Span[4..]));
        Assert.Equal(7, BinaryPrimitives.ReadInt64LittleEndian(content.Tensors["b"].Bytes.Span));
    }

    [Fact]
    public void Writes_the_published_format_with_numbers_aligned_to_eight_bytes()
    {
        var file = SafeTensorsBytes.Write(Content([1, 2, 3, 4]));

        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        Assert.Equal((byte)'{', file[8]);
        Assert.Contains("\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}", Encoding.UTF8.GetString(file, 8, length));
        Assert.Equal([1, 2, 3, 4], file[(8 + length)..]);
    }

    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.String[Gen.Char.AlphaNumeric, 1, 10], Gen.String).Sample((bytes, name, text) =>
        {
            var numbers = bytes[..(bytes.Length / 4 * 4)];
            var content = new SafeTensorsFile(
                new Dictionary<string, TensorData>
                {
                    [name] = new("F32", [numbers.Length / 4], numbers),
                    ["_scalar"] = new("F64", [], new byte[8])
                },
                new Dictionary<string, string> { ["text"] = text });

            var read = SafeTensorsBytes.Read(SafeTensorsBytes.Write(content));

            Assert.Equal(numbers, read.Tensors[name].Bytes.ToArray());
            Assert.Empty(read.Tensors["_scalar"].Shape);
            Assert.Equal(text, read.Metadata["text"]);
        }, iter: 200);

    [Fact]
    public void A_file_cut_off_anywhere_is_noticed()
    {
        var file = SafeTensorsBytes.Write(Content([1, 2, 3, 4]));

        for (var length = 0; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => SafeTensorsBytes.Read(file.AsMemory(0, length)));
    }

    [Fact]
    public void A_changed_number_is_noticed()
    {
        var file = SafeTensorsBytes.Write(Content([1, 2, 3, 4]));
        file[^2] ^= 16;

        var error = Assert.Throws<InvalidDataException>(() => SafeTensorsBytes.Read(file));

        Assert.Contains("damaged", error.Message);
    }

    [Fact]
    public void A_file_may_be_larger_than_2_GiB()
    {
        var third = new TensorData("F32", [200 << 20], new byte[800 << 20]);
        using var file = new CountingStream();

        SafeTensors.Write(new SafeTensorsFile(
            new Dictionary<string, TensorData> { ["a"] = third, ["b"] = third, ["c"] = third }, new Dictionary<string, string>()), file);

        Assert.InRange(file.Length - (3L * (800 << 20)), 8, 1000);
    }

    [Fact]
    public void A_change_anywhere_is_noticed()
    {
        var file = SafeTensorsBytes.Write(Content([1, 2, 3, 4]));

        for (var at = 0; at < file.Length; at++)
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= 1;
            Assert.False(IsWhole(changed), $"byte {at} was changed");
        }
    }

    [Fact]
    public void An_older_file_with_a_hash_of_its_numbers_alone_is_read_and_checked()
    {
        byte[] numbers = [1, 2, 3, 4];
        var header = $$$"""{"__metadata__":{"sha256":"{{{Convert.ToHexStringLower(SHA256.HashData(numbers))}}}","k":"v"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";

        Assert.Equal("v", Assert.Single(SafeTensorsBytes.Read(ByHand(header, numbers)).Metadata).Value);
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => SafeTensorsBytes.Read(ByHand(header, [1, 2, 3, 5]))).Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}}")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"NUMBER","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-9223372036854775808,9223372036854775807]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,1e30]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":null,"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"__metadata__":{"k":null}}""")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""")]
    [InlineData("""{"__metadata__":[]}""")]
    public void A_header_that_does_not_describe_the_file_is_refused(string header) =>
        Assert.Throws<InvalidDataException>(() => SafeTensorsBytes.Read(ByHand(header, new byte[8])));

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1L << 40)]
    public void A_header_longer_than_the_file_is_refused_before_anything_is_read(long length)
    {
        var file = SafeTensorsBytes.Write(Content([1, 2, 3, 4]));
        BitConverter.TryWriteBytes(file, length);

        Assert.Throws<InvalidDataException>(() => SafeTensorsBytes.Read(file));
        Assert.Throws<InvalidDataException>(() => SafeTensors.ReadMetadata(new MemoryStream(file)));
    }

    /// <summary>Without a hash nothing but the reader stands between any bytes and the trial.</summary>
    [Fact]
    public void Whatever_a_header_becomes_it_is_read_or_refused()
    {
        const string header = """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"I64","shape":[1],"data_offsets":[4,12]}}""";
        const string likely = "{}[]\":,0123456789-eE.\\untab\0 ";
        var random = new Random(20260131);
        for (var turn = 0; turn < 20_000; turn++)
        {
            var bad = header.ToCharArray().ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var (at, letter) = (random.Next(bad.Count), likely[random.Next(likely.Length)]);
                if (random.Next(3) == 0) bad.Insert(at, letter);
                else if (random.Next(2) == 0) bad.RemoveAt(at);
                else bad[at] = letter;
            }

            try
            {
                SafeTensorsBytes.Read(ByHand(new string([.. bad]), new byte[12]));
            }
            catch (InvalidDataException)
            {
                // Refused in words.
            }
        }
    }

    /// <summary>Keeps nothing of what it is given.</summary>
    private sealed class CountingStream : MemoryStream
    {
        private long length;

        public override long Length => length;

        public override void Write(ReadOnlySpan<byte> buffer) => length += buffer.Length;
    }

    /// <summary>A change of the very name of the hash makes it a file of another program, which is none of our checkpoints.</summary>
    private static bool IsWhole(byte[] file)
    {
        try
        {
            return SafeTensorsBytes.Read(file).IsChecked;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static SafeTensorsFile Content(byte[] numbers) => new(
        new Dictionary<string, TensorData> { ["x"] = new("F32", [numbers.Length / 4], numbers) },
        new Dictionary<string, string> { ["k"] = "v" });

    private static byte[] ByHand(string header, byte[] numbers)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. numbers];
    }
}
