namespace Sweep.Ledger.Tests.Checkpoints;

/// <summary>A file that cannot be read to its end, or at some point of which something else happens.</summary>
internal sealed class BreakingStream(byte[] content, int at, Action? happens = null) : MemoryStream(content)
{
    private bool happened;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position + buffer.Length > at && !happened)
        {
            happened = true;
            if (happens is null) throw new IOException("the disk is gone");
            happens();
        }

        return base.ReadAsync(buffer, cancellationToken);
    }
}
