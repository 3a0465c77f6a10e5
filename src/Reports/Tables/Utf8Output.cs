using System.Buffers;
using System.Text;

namespace Sweep.Reports.Tables;

/// <summary>Bytes of UTF-8 as text, passed on in the pieces in which they come.</summary>
internal sealed class Utf8Output(TextWriter output) : IBufferWriter<byte>
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private byte[] bytes = new byte[1 << 16];
    private char[] text = [];

    public void Advance(int count)
    {
        var most = Encoding.UTF8.GetMaxCharCount(count);
        if (text.Length < most) text = new char[most];
        output.Write(text, 0, decoder.GetChars(bytes, 0, count, text, 0, flush: false));
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (bytes.Length < sizeHint) bytes = new byte[sizeHint];
        return bytes;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
