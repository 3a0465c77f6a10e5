using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Contracts.Connections;

namespace Sweep.Silo.Operations;

/// <summary>A web site with nothing in it: no configuration files, no log, no signals, no static files.
/// What strangers may open, send and leave unread is bounded.</summary>
internal static class BareSite
{
    /// <summary>Open connections at a time, and those of one address.</summary>
    public const int MostConnections = 128, MostOfOneAddress = 32;

    /// <summary>Bytes that are held of a request which nobody has read, and of an answer which nobody has taken.</summary>
    private const int MostBuffered = 1 << 16;

    /// <summary>How long a request's head may take, and how long a connection may say nothing.</summary>
    private static readonly TimeSpan HeadLimit = TimeSpan.FromSeconds(5), SilenceLimit = TimeSpan.FromSeconds(20);

    /// <summary>A builder of a site that listens there and nowhere else.</summary>
    public static WebApplicationBuilder On(IPEndPoint place)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Bound(kestrel.Limits);
            kestrel.Listen(place, Listen);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        // A probe that holds its connection open must not hold up the node's leaving.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        return builder;
    }

    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestLineSize = 4096;
        limits.MaxRequestHeadersTotalSize = 1 << 15;
        limits.MaxRequestBufferSize = MostBuffered;
        limits.MaxResponseBufferSize = MostBuffered;
        limits.RequestHeadersTimeout = HeadLimit;
        limits.KeepAliveTimeout = SilenceLimit;
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: HeadLimit);
    }

    private static void Listen(ListenOptions listen)
    {
        var limiter = new ConnectionLimiter<ConnectionContext>(MostConnections, MostOfOneAddress);
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => context => limiter.Attend(context.RemoteEndPoint, context, Close, () => next(context)));
    }

    private static void Close(ConnectionContext context) =>
        context.Abort(new ConnectionAbortedException("a newer connection needs the place"));
}
