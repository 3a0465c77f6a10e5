using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Sweep.Silo.Security.Handshake;

namespace Sweep.Silo.Security;

/// <summary>Stands before Orleans on every connection of a silo or client: nothing of Orleans is read or written before both sides have proved the secret.</summary>
/// <param name="secret">The cluster's secret.</param>
/// <param name="clock">Limits waiting.</param>
/// <param name="log">Takes refusals.</param>
internal sealed partial class ClusterDoor(ClusterSecret secret, TimeProvider clock, ILogger<ClusterDoor> log) : IDisposable
{
    /// <summary>Longest time for TLS and proof on the side that accepts.</summary>
    public static readonly TimeSpan AcceptLimit = TimeSpan.FromSeconds(5);

    /// <summary>The same on the side that opens; shorter than Orleans' own limit of 5 seconds, whose message would say less.</summary>
    public static readonly TimeSpan InitiateLimit = TimeSpan.FromSeconds(4);

    private readonly EphemeralCertificate certificate = new();
    private readonly HandshakeGate gate = new(limit: 256, limitOfOne: 64);
    private readonly RefusalBook book = new(limit: 1000, TimeSpan.FromHours(1));

    /// <summary>An accepted connection.</summary>
    public async Task Accept(HandshakeRole port, ConnectionContext context, ConnectionDelegate next)
    {
        var remote = Address(context);
        if (!gate.TryEnter(remote))
        {
            Tell(context, $"too many connections that have proved nothing are open");
            context.Abort();
            return;
        }

        if (await Settle(remote, port, context).ConfigureAwait(false) is not var (channel, role)) return;
        if (role != HandshakeRole.Probe) await Continue(channel, context, next).ConfigureAwait(false);
        else await channel.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A connection of this side's own.</summary>
    /// <exception cref="HandshakeException">The other side is not of the cluster.</exception>
    public async Task Initiate(HandshakeRole role, ConnectionContext context, ConnectionDelegate next)
    {
        SslStream channel;
        try
        {
            using var limit = new CancellationTokenSource(InitiateLimit, clock);
            channel = await ProvenChannel.Initiate(new PipeStream(context.Transport), secret, role, limit.Token).ConfigureAwait(false);
        }
        catch (HandshakeException e)
        {
            Tell(context, e.Message);
            throw;
        }

        await Continue(channel, context, next).ConfigureAwait(false);
    }

    public void Dispose() => certificate.Dispose();

    private async Task<(SslStream Channel, HandshakeRole Role)?> Settle(IPAddress remote, HandshakeRole port, ConnectionContext context)
    {
        try
        {
            using var limit = new CancellationTokenSource(AcceptLimit, clock);
            return await ProvenChannel.Accept(new PipeStream(context.Transport), secret, certificate, port, limit.Token).ConfigureAwait(false);
        }
        catch (HandshakeException e)
        {
            // Orleans closes the connection when this returns, after the verdict that is still on its way.
            Tell(context, e.Message);
            return null;
        }
        finally
        {
            gate.Leave(remote);
        }
    }

    private static async Task Continue(SslStream channel, ConnectionContext context, ConnectionDelegate next)
    {
        var outside = context.Transport;
        await using (channel.ConfigureAwait(false))
        {
            context.Transport = new TlsPipe(channel, context);
            try
            {
                await next(context).ConfigureAwait(false);
            }
            finally
            {
                context.Transport = outside;
            }
        }
    }

    private void Tell(ConnectionContext context, string why)
    {
        if (book.ShouldWrite(Address(context), clock.GetUtcNow())) LogRefused(context.RemoteEndPoint, why);
    }

    private static IPAddress Address(ConnectionContext context) => context.RemoteEndPoint is IPEndPoint { Address: var address }
        ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
        : IPAddress.None;

    [LoggerMessage(Level = LogLevel.Warning, Message = "No connection with {Remote}: {Why}. Further refusals of this address are not logged for an hour; if it belongs to the cluster, compare its secret (docs/security.md)")]
    private partial void LogRefused(EndPoint? remote, string why);
}
