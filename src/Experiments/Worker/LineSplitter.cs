using System.Buffers;
using System.Text;

namespace Sweep.Experiments.Worker;

/// <summary>Cuts UTF-8 bytes into lines, all of one read at once (a StreamReader gives one by one, and its Peek blocks).</summary>
/// <param name="limit">Bytes that a line may have; what is beyond is handled as <paramref name="beyond"/> says,
/// so that a stream without line breaks cannot fill the memory.</param>
/// <param name="returnEnds">True when a carriage return ends a line too: a progress bar's updates on standard error.</param>
/// <param name="beyond">What becomes of a line that is longer.</param>
public sealed class LineSplitter(int limit = LineSplitter.MostBytes, bool returnEnds = false, LongLine beyond = LongLine.Cut)
{
    /// <summary>Bytes of the longest line that a worker or a program may write to its standard output.</summary>
    public const int MostBytes = 16 << 20;

    private const string CutMark = "… (the rest of the line is cut: it is longer than ";
    private const int ShownBytes = 100;
    private const int KeptCapacity = 1 << 20;

    private ArrayBufferWriter<byte> rest = new();
    private bool isSkipping;

    /// <summary>True for the beginning of a line that was longer than the limit.</summary>
    public static bool IsCut(string line) => line.Contains(CutMark, StringComparison.Ordinal);

    /// <summary>Takes the bytes of one read.</summary>
    /// <returns>The lines that they complete.</returns>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        for (var end = Break(bytes); end >= 0; end = Break(bytes))
        {
            Keep(bytes[..end], lines);
            if (isSkipping) isSkipping = false;
            else lines.Add(Take());
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes, lines);
        return lines;
    }

    /// <summary>The stream ended: what stands after the last line break is a line too.</summary>
    public IReadOnlyList<string> End() => rest.WrittenCount > 0 ? [Take()] : [];

    private int Break(ReadOnlySpan<byte> bytes) => returnEnds ? bytes.IndexOfAny((byte)'\n', (byte)'\r') : bytes.IndexOf((byte)'\n');

    private void Keep(ReadOnlySpan<byte> bytes, List<string> lines)
    {
        if (isSkipping) return;
        rest.Write(bytes);
        if (rest.WrittenCount <= limit) return;
        isSkipping = beyond == LongLine.Cut;
        lines.Add(isSkipping ? $"{Text(rest.WrittenSpan[..Math.Min(ShownBytes, limit)])}{CutMark}{Limit})" : Text(rest.WrittenSpan));
        Clear();
    }

    private string Limit => limit >= 1 << 20 ? $"{limit >> 20} MiB" : $"{limit} bytes";

    private string Take()
    {
        var line = Text(rest.WrittenSpan);
        Clear();
        return line.TrimEnd('\r');
    }

    private void Clear()
    {
        if (rest.Capacity > KeptCapacity) rest = new ArrayBufferWriter<byte>();
        else rest.ResetWrittenCount();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

/// <summary>What becomes of a line that is longer than the limit.</summary>
public enum LongLine
{
    /// <summary>Its beginning is handed on with a word about the cut, the rest is dropped: half a message is none.</summary>
    Cut,

    /// <summary>It comes in pieces: of text for people the end counts, too.</summary>
    Pieces,
}
