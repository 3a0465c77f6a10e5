using System.Runtime.InteropServices;

namespace Sweep.Experiments.Output;

/// <summary>Writes to an open descriptor of this process, at the place that it shares with other programs. A failure is an
/// <see cref="IOException"/> with the system's words and, as HResult, its number.</summary>
/// <param name="descriptor">The descriptor; it stays open.</param>
/// <remarks>The console's own streams end silently where a reader has left, and so would an endless query never end.</remarks>
internal sealed class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const short Writable = 4;
    private const int ForEver = -1;

    private static readonly int Again = OperatingSystem.IsMacOS() ? 35 : 11;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = write(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else Overcome(Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Overcome(int error)
    {
        if (error == Interrupted) return;
        if (error != Again) throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        // Somebody set the shared descriptor to not waiting; we wait.
        var place = new Poll { Descriptor = descriptor, Events = Writable };
        _ = poll(ref place, 1, ForEver);
    }

    [DllImport("libc", SetLastError = true)] private static extern nint write(int descriptor, ref byte bytes, nint count);
    [DllImport("libc")] private static extern int poll(ref Poll place, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
