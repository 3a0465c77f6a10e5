using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Sweep.Contracts.Connections;

namespace Sweep.Silo.Security;

/// <summary>Puts TLS before Orleans on every connection, bounds those that have proved nothing yet, and logs refusals.</summary>
internal sealed partial class HandshakeMiddleware(ClusterKey key, TimeProvider clock, ILogger<HandshakeMiddleware> log)
{
    /// <summary>Connections of one port that have proved nothing, and those of one address.</summary>
    public const int MostUnproven = 256, MostUnprovenOfOneAddress = 64;

    private readonly RefusalLogLimiter refusals = new(limit: 1000, TimeSpan.FromHours(1));

    /// <summary>Connections that others open to a port.</summary>
    public void Accept(IConnectionBuilder builder, PortProtocol port)
    {
        var unproven = new ConnectionLimiter<ConnectionContext>(MostUnproven, MostUnprovenOfOneAddress);
        builder.Use(next => context =>
            unproven.Attend(context.RemoteEndPoint, context, Displace, () => Run(context, ClusterTls.AcceptLimit, next)));
        builder.UseServerTls(ClusterTls.Accept(key, port));
        builder.Use(next => context =>
        {
            unproven.Leave(RemoteAddress.Of(context.RemoteEndPoint), context);
            var handshake = Prove(context);
            return handshake.Protocol == port.Probe ? Task.CompletedTask : next(context);
        });
    }

    /// <summary>Connections that this side opens.</summary>
    public void Connect(IConnectionBuilder builder, PortProtocol port)
    {
        builder.Use(next => context => Connect(context, next));
        builder.UseClientTls(ClusterTls.Connect(key, port));
        builder.Use(next => context =>
        {
            Prove(context);
            return next(context);
        });
    }

    private async Task Connect(ConnectionContext context, ConnectionDelegate next)
    {
        if (await Run(context, ClusterTls.ConnectLimit, next).ConfigureAwait(false) is not { } refusal) return;
        await WaitForEnd(context).ConfigureAwait(false);
        throw new AuthenticationException(refusal);
    }

    /// <returns>Why the handshake failed; null when it did not.</returns>
    private async Task<string?> Run(ConnectionContext context, TimeSpan limit, ConnectionDelegate next)
    {
        var (handshake, began) = (new Handshake(key), clock.GetTimestamp());
        context.Features.Set(handshake);
        await next(context).ConfigureAwait(false);
        if (handshake.State == HandshakeState.Proven) return null;
        var refusal = handshake.Explain(isLate: clock.GetElapsedTime(began) >= limit);
        if (refusals.ShouldWrite(RemoteAddress.Of(context.RemoteEndPoint), clock.GetUtcNow())) LogRefused(context.RemoteEndPoint, refusal);
        return refusal;
    }

    // The other side has to see this side's key to say in its log why it refuses, and then hangs up. An end from here would overtake that.
    private async Task WaitForEnd(ConnectionContext context)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.ConnectionClosed.UnsafeRegister(_ => ended.TrySetResult(), null).ConfigureAwait(false);
        await Task.WhenAny(ended.Task, Task.Delay(ClusterTls.EndLimit, clock)).ConfigureAwait(false);
    }

    private static Handshake Prove(ConnectionContext context)
    {
        var handshake = context.Features.Get<Handshake>()!;
        handshake.State = HandshakeState.Proven;
        return handshake;
    }

    private static void Displace(ConnectionContext oldest)
    {
        if (oldest.Features.Get<Handshake>() is { } handshake) handshake.State = HandshakeState.Displaced;
        oldest.Abort(new ConnectionAbortedException("a newer connection needs the place"));
    }

    [LoggerMessage(LogLevel.Warning, "No connection with {Remote}: {Why}. Further refusals of this address are not logged for an hour; " +
        "if it belongs to the cluster, compare its secret (docs/security.md)")]
    private partial void LogRefused(EndPoint? remote, string why);
}
