using System.IO.Pipelines;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Sweep.Silo.Security;

/// <summary>The inside of an encrypted connection, as Orleans reads and writes it.</summary>
internal sealed class TlsPipe : IDuplexPipe
{
    // A TLS record holds up to 16 KiB: larger reads save nothing, smaller ones cost calls.
    private const int RecordSize = 16 * 1024;

    public TlsPipe(SslStream tls, ConnectionContext context)
    {
        var memory = context.Features.Get<IMemoryPoolFeature>()?.MemoryPool;
        Input = PipeReader.Create(tls, new StreamPipeReaderOptions(memory, bufferSize: Math.Min(RecordSize, memory?.MaxBufferSize ?? RecordSize), minimumReadSize: 1024, leaveOpen: true));
        Output = PipeWriter.Create(tls, new StreamPipeWriterOptions(memory, leaveOpen: true));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }
}
