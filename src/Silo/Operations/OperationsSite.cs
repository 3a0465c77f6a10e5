using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry.Metrics;

namespace Sweep.Silo.Operations;

/// <summary><c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>. Anybody who reaches the port may read them, so they show numbers and
/// states, never a path, an address or a configuration.</summary>
internal static class OperationsSite
{
    public static WebApplication Build(IPEndPoint place, NodeHealth health, MeterProvider telemetry)
    {
        var site = BareSite.On(place).Build();
        site.Use(OnlyReading);
        site.UseOpenTelemetryPrometheusScrapingEndpoint(telemetry, null, "/metrics", null, null);
        site.MapGet("/healthz", (RequestDelegate)(context => context.Response.WriteAsync("alive\n", context.RequestAborted)));
        site.MapGet("/readyz", (RequestDelegate)(context => Ready(context, health)));
        return site;
    }

    /// <summary>Nothing here takes anything: a request with a body, or one that wants to change something, is refused and its connection
    /// closed, so that nobody reads what follows.</summary>
    private static Task OnlyReading(HttpContext context, RequestDelegate next)
    {
        var isReading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        if (isReading && !hasBody) return next(context);
        context.Response.StatusCode = isReading ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    private static async Task Ready(HttpContext context, NodeHealth health)
    {
        var problems = await health.Problems(context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsJsonAsync(new { Ready = problems.Count == 0, Problems = problems }, context.RequestAborted)
            .ConfigureAwait(false);
    }
}
