using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace Sweep.Silo.Operations;

/// <summary>The Orleans dashboard: silos, activations, calls. It asks no password and shows the state of grains, so it listens on loopback
/// alone, answers to loopback's names alone (a page of another site must not reach it through a name of its own), and its page of log lines
/// is closed.</summary>
public static class NodeDashboard
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>What every silo of a cluster needs for a dashboard on any of them: its collecting grain may be placed on each.</summary>
    public static ISiloBuilder AddNodeDashboard(this ISiloBuilder silo) => silo.AddDashboard(o => o.HideTrace = true);

    internal static WebApplication Build(IPEndPoint place, IGrainFactory grains)
    {
        var builder = BareSite.On(place);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(grains);
        new PageServices(builder.Services, builder.Configuration).AddDashboard(o => o.HideTrace = true);
        var site = builder.Build();
        site.Use(OnlyLoopbackNames);
        site.MapOrleansDashboard();
        return site;
    }

    private static Task OnlyLoopbackNames(HttpContext context, RequestDelegate next)
    {
        if (Names.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    /// <summary>The dashboard's page without a client of its own: it calls through the node.</summary>
    private sealed record PageServices(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;
}
