using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Sweep.Ledger;
using Sweep.Silo.Membership;
using Sweep.Silo.Security;

namespace Sweep.Silo.Tests.Security;

/// <summary>What a stranger sends without end.</summary>
public enum FloodKind
{
    /// <summary>Random bytes.</summary>
    Random,

    /// <summary>A TLS record that announces a message larger than any.</summary>
    Record,

    /// <summary>What a client says first, and then random bytes.</summary>
    AfterHello,
}

/// <content>Who else may be at the other end of a connection.</content>
public sealed partial class SecretClusterTests
{
    /// <summary>Reads and passes on everything between one caller and a node, as who has no secret can.</summary>
    private static async Task Relay(TcpListener relay, IPEndPoint node, bool hasCertificate)
    {
        var certificate = TlsPeer.Stranger();
        using var caller = await relay.AcceptSocketAsync(Cancel);
        using var onward = await Connect(node);
        await using var near = new SslStream(new NetworkStream(caller));
        await using var far = new SslStream(new NetworkStream(onward));
        List<SslApplicationProtocol> protocols = [PortProtocol.Gateway.Probe];
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "sweep",
            ApplicationProtocols = protocols,
            ClientCertificateContext = hasCertificate ? certificate : null
        };
        await far.AuthenticateAsClientAsync(options.TakesAny(), Cancel);
        // The caller may have hung up before this side knows that it was found out.
        await Record.ExceptionAsync(() => near.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = certificate, ApplicationProtocols = protocols }, Cancel));
        await Record.ExceptionAsync(() => Task.WhenAny(near.CopyToAsync(far, Cancel), far.CopyToAsync(near, Cancel)).Unwrap());
    }

    private static async Task Answer(TcpListener listener, SslServerAuthenticationOptions options)
    {
        using var caller = await listener.AcceptSocketAsync(Cancel);
        await using var tls = new SslStream(new NetworkStream(caller));
        await Record.ExceptionAsync(() => tls.AuthenticateAsServerAsync(options, Cancel));
    }

    private static async Task CloseTwiceAndPassOn(TcpListener listener, IPEndPoint node)
    {
        for (var i = 0; i < 2; i++) (await listener.AcceptSocketAsync(Cancel)).Dispose();
        using var caller = await listener.AcceptSocketAsync(Cancel);
        using var onward = await Connect(node);
        await using var near = new NetworkStream(caller);
        await using var far = new NetworkStream(onward);
        await Record.ExceptionAsync(() => Task.WhenAny(near.CopyToAsync(far, Cancel), far.CopyToAsync(near, Cancel)).Unwrap());
    }

    /// <summary>Sends until the node hangs up. Returns the number of bytes that were taken.</summary>
    private static async Task<long> Flood(Socket socket, FloodKind kind)
    {
        var (chunk, total) = (new byte[1 << 16], 0L);
        Random.Shared.NextBytes(chunk);
        try
        {
            await socket.SendAsync(await Prefix(kind), Cancel);
            while (total < 1L << 30) total += await socket.SendAsync(chunk, Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }
        catch (SocketException)
        {
            // The node has hung up.
        }

        return total;
    }

    private static async Task<byte[]> Prefix(FloodKind kind)
    {
        if (kind == FloodKind.Random) return [];
        // A record of 16 KiB with the head of a message of 16 MiB, of which more and more come.
        if (kind == FloodKind.Record) return [0x16, 3, 1, 0x40, 0, 1, 0xff, 0xff, 0xff];
        var wire = new Wire();
        var saying = TlsPeer.Connect(wire.Near, TlsPeer.Connector(Ours, PortProtocol.Gateway, new Handshake(Ours.Key)));
        await wire.Far.ReadExactlyAsync(new byte[1], Cancel);
        await wire.Far.DisposeAsync();
        await saying;
        return wire.Near.Sent;
    }

    private static IHost Client(LedgerAddress database, ClusterSecret secret)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client => client.UseDatabaseMembership(database).UseClusterSecret(secret));
        return builder.Build();
    }

    private static async Task<Socket> Connect(IPEndPoint place)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place, Cancel);
        return socket;
    }

    /// <summary>Connections that say nothing; those that the node closed before this side knew that they were open are left out.</summary>
    private static async Task<IReadOnlyList<Socket>> Crowd(IPEndPoint place, int count) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, count).Select(_ => TryConnect(place)))).OfType<Socket>()];

    private static async Task<Socket?> TryConnect(IPEndPoint place)
    {
        try
        {
            return await Connect(place);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.Shutdown or SocketError.ConnectionReset)
        {
            return null;
        }
    }

    /// <summary>Bytes of Orleans that came before the end; an abrupt end is an end.</summary>
    private static async Task<int> EndOf(Stream stream)
    {
        var (buffer, total) = (new byte[4096], 0);
        try
        {
            while (await stream.ReadAsync(buffer, Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel) is > 0 and var n) total += n;
        }
        catch (IOException)
        {
            // Cut off.
        }

        return total;
    }
}
