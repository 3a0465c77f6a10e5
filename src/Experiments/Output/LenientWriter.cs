using System.Text;

namespace Sweep.Experiments.Output;

/// <summary>Writes text to a stream that may fail, and never throws: what cannot be said must not end what is done. Safe for use by several
/// threads; each call is written at once.</summary>
/// <param name="stream">Where it goes.</param>
/// <param name="encoding">How.</param>
/// <param name="endsWithFailure">True for data: after a first failure nothing more is written, because data with a hole is worse than data
/// that end. False for messages: each one is tried.</param>
public sealed class LenientWriter(Stream stream, Encoding encoding, bool endsWithFailure) : TextWriter
{
    /// <summary>The system's number for "nobody reads this any more".</summary>
    private const int BrokenPipe = 32;

    /// <summary>Characters that are written at a time.</summary>
    private const int LongestPart = 16 << 10;

    private readonly Lock turn = new();
    private readonly Encoder encoder = encoding.GetEncoder();
    private readonly byte[] bytes = new byte[encoding.GetMaxByteCount(LongestPart)];

    /// <summary>True once something could not be written.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Why, in the system's words; null when nothing was lost, or its reader just went away, as <c>head</c> does.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc />
    public override Encoding Encoding => encoding;

    /// <inheritdoc />
    public override void Write(char value) => Write([value]);

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc />
    public override void WriteLine() => Write(CoreNewLine);

    /// <inheritdoc />
    public override void WriteLine(string? value) => Write((value + NewLine).AsSpan());

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (turn)
        {
            for (var left = buffer; !left.IsEmpty && !(IsLost && endsWithFailure);)
            {
                var part = left[..Math.Min(left.Length, LongestPart)];
                left = left[part.Length..];
                Write(bytes.AsSpan(0, encoder.GetBytes(part, bytes, flush: false)));
            }
        }
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        try
        {
            stream.Write(text);
            stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            IsLost = true;
            if (e.HResult != BrokenPipe) Failure ??= e.Message;
        }
    }
}
