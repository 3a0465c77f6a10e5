using System.Buffers;
using System.Text;

namespace Sweep.Silo.Workers;

/// <summary>Cuts a stream of UTF-8 bytes into lines, so that all lines of one read are known at once (a StreamReader gives them one by one, and its Peek blocks).</summary>
public sealed class LineSplitter
{
    private readonly ArrayBufferWriter<byte> rest = new();

    /// <summary>Takes the bytes of one read.</summary>
    /// <returns>The lines that they complete.</returns>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            rest.Write(bytes[..end]);
            lines.Add(Take());
            bytes = bytes[(end + 1)..];
        }

        rest.Write(bytes);
        return lines;
    }

    /// <summary>The stream ended: what stands after the last line break is a line too.</summary>
    public IReadOnlyList<string> End() => rest.WrittenCount > 0 ? [Take()] : [];

    private string Take()
    {
        var line = Encoding.UTF8.GetString(rest.WrittenSpan);
        rest.ResetWrittenCount();
        return line.TrimEnd('\r');
    }
}
