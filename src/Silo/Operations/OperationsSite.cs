using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;

namespace Sweep.Silo.Operations;

/// <summary><c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>. Anybody who reaches the port may read them, so they show numbers and states, never a path, an address or a configuration.</summary>
internal static class OperationsSite
{
    public static WebApplication Build(IPEndPoint place, INodeHealth health, MeterProvider telemetry)
    {
        var site = BareSite.On(place).Build();
        site.UseOpenTelemetryPrometheusScrapingEndpoint(telemetry, null, "/metrics", null, null);
        site.MapGet("/healthz", (RequestDelegate)(context => context.Response.WriteAsync("alive\n", context.RequestAborted)));
        site.MapGet("/readyz", (RequestDelegate)(context => Ready(context, health)));
        return site;
    }

    private static async Task Ready(HttpContext context, INodeHealth health)
    {
        var problems = await health.Problems(context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsJsonAsync(new { Ready = problems.Count == 0, Problems = problems }, context.RequestAborted).ConfigureAwait(false);
    }
}
