using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Networking.Shared;

namespace Sweep.Silo.Security;

/// <summary>Kestrel's sockets in place of Orleans' own, which read whatever a peer sends whether anybody takes it or not, so that strangers
/// could fill the memory before they were refused. These stop reading when <see cref="MostUnread"/> bytes of a connection wait, before the
/// proof and after.</summary>
/// <param name="sockets">Keep-alive and delay, as for Orleans' own.</param>
internal sealed class BoundedTransport(ILoggerFactory logs, SocketConnectionOptions sockets)
    : IConnectionListenerFactory, IConnectionFactory, IDisposable
{
    /// <summary>Bytes of a connection that were received and nobody has read.</summary>
    public const int MostUnread = 1 << 16;

    private readonly SocketTransportFactory listeners = new(
        Options.Create(new SocketTransportOptions
        {
            MaxReadBufferSize = MostUnread,
            // What is sent comes from Orleans alone, and is not bounded there.
            MaxWriteBufferSize = 0,
            NoDelay = sockets.NoDelay,
            CreateBoundListenSocket = place => Configure(SocketTransportOptions.CreateDefaultBoundListenSocket(place), sockets),
        }),
        logs);

    private readonly SocketConnectionContextFactory connections = new(
        new SocketConnectionFactoryOptions { MaxReadBufferSize = MostUnread, MaxWriteBufferSize = 0 },
        logs.CreateLogger<BoundedTransport>());

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        listeners.BindAsync(endpoint, cancellationToken);

    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = sockets.NoDelay };
        Configure(socket, sockets);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return connections.Create(socket);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is not SocketException refused) throw;
            throw new SocketConnectionException($"Unable to connect to {endpoint}. Error: {refused.SocketErrorCode}", e);
        }
    }

    public void Dispose() => connections.Dispose();

    // Connections inherit what their listener has.
    private static Socket Configure(Socket socket, SocketConnectionOptions options)
    {
        if (!options.KeepAlive) return socket;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, options.KeepAliveTimeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, options.KeepAliveIntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, options.KeepAliveRetryCount);
        return socket;
    }
}
