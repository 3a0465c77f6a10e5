using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Silo.Hosting;

namespace Sweep.Silo.Operations;

/// <summary>A web site with nothing in it: no configuration files, no log, no signals, no static files.</summary>
internal static class BareSite
{
    private const int MostConnections = 100;

    /// <summary>A builder of a site that listens there and nowhere else.</summary>
    public static WebApplicationBuilder On(IPEndPoint place)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(place);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        // A probe that holds its connection open must not hold up the node's leaving.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        return builder;
    }
}
