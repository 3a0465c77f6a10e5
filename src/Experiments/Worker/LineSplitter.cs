using System.Buffers;
using System.Text;

namespace Sweep.Silo.Workers;

/// <summary>Cuts a stream of UTF-8 bytes into lines, so that all lines of one read are known at once (a StreamReader gives them one by one, and its Peek blocks).</summary>
/// <param name="limit">Bytes after which a line is cut, so that a stream without line breaks cannot fill the node's memory.</param>
/// <param name="returnEnds">True when a carriage return ends a line too: a progress bar's updates on standard error.</param>
public sealed class LineSplitter(int limit = 16 << 20, bool returnEnds = false)
{
    private readonly ArrayBufferWriter<byte> rest = new();

    /// <summary>Takes the bytes of one read.</summary>
    /// <returns>The lines that they complete.</returns>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        for (var end = Break(bytes); end >= 0; end = Break(bytes))
        {
            rest.Write(bytes[..end]);
            lines.Add(Take());
            bytes = bytes[(end + 1)..];
        }

        rest.Write(bytes);
        if (rest.WrittenCount > limit) lines.Add(Take());
        return lines;
    }

    /// <summary>The stream ended: what stands after the last line break is a line too.</summary>
    public IReadOnlyList<string> End() => rest.WrittenCount > 0 ? [Take()] : [];

    private int Break(ReadOnlySpan<byte> bytes) => returnEnds ? bytes.IndexOfAny((byte)'\n', (byte)'\r') : bytes.IndexOf((byte)'\n');

    private string Take()
    {
        var line = Encoding.UTF8.GetString(rest.WrittenSpan);
        rest.ResetWrittenCount();
        return line.TrimEnd('\r');
    }
}
