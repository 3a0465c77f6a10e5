using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Sweep.Contracts;

namespace Sweep.Silo.Operations;

/// <summary>A node's listeners for those who operate it: health and metrics, and the dashboard. Each is off unless asked for.</summary>
public sealed class NodeWeb : IAsyncDisposable
{
    private readonly List<WebApplication> sites = [];
    private readonly MeterProvider? telemetry;

    private NodeWeb(MeterProvider? telemetry) => this.telemetry = telemetry;

    /// <summary>Where health, readiness and metrics are served; null when they are not.</summary>
    public IPEndPoint? Http { get; private set; }

    /// <summary>Where the dashboard is served; null when it is not.</summary>
    public IPEndPoint? Dashboard { get; private set; }

    /// <summary>Starts what the options ask for; returns when it listens.</summary>
    /// <param name="grains">Calls into the cluster, for the dashboard; its silos need <see cref="NodeDashboard.AddNodeDashboard"/>.</param>
    /// <exception cref="SweepRefusedException">Input error: an address or port cannot be listened on.</exception>
    public static async Task<NodeWeb> Start(
        NodeWebOptions options, NodeHealth health, NodeMetrics metrics, IGrainFactory? grains = null, CancellationToken cancel = default)
    {
        var web = new NodeWeb(Telemetry(options, metrics));
        try
        {
            if (options.Http is { } place)
                web.Http = await web.Open(OperationsSite.Build(place, health, web.telemetry!), "--http", place, cancel)
                    .ConfigureAwait(false);
            if (options.DashboardPort is { } port && grains is not null)
            {
                var loopback = new IPEndPoint(IPAddress.Loopback, port);
                web.Dashboard = await web.Open(NodeDashboard.Build(loopback, grains), "--dashboard", loopback, cancel)
                    .ConfigureAwait(false);
            }

            return web;
        }
        catch
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes the listeners and sends the last metrics.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var site in sites)
        {
            await site.StopAsync().ConfigureAwait(false);
            await site.DisposeAsync().ConfigureAwait(false);
        }

        telemetry?.Dispose();
    }

    /// <summary>Collects metrics for those who ask (Prometheus) and who are told (OTLP); null when nobody wants any.</summary>
    private static MeterProvider? Telemetry(NodeWebOptions options, NodeMetrics metrics)
    {
        if (options.Http is null && !options.ExportsOtlp) return null;
        var builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty()
                .AddService("sweep", serviceVersion: options.Version, serviceInstanceId: options.NodeName)
                .AddEnvironmentVariableDetector())
            .AddMeter(metrics.MeterName, "System.Runtime");
        if (options.Http is not null) builder.AddPrometheusExporter();
        if (options.ExportsOtlp) builder.AddOtlpExporter();
        return builder.Build();
    }

    private async Task<IPEndPoint> Open(WebApplication site, string option, IPEndPoint place, CancellationToken cancel)
    {
        sites.Add(site);
        try
        {
            await site.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new SweepRefusedException($"{option}: cannot listen on {place} ({(e.InnerException ?? e).Message}); name an address of " +
                "this machine and a free port", isInputError: true);
        }

        var bound = site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new IPEndPoint(place.Address, new Uri(bound).Port);
    }
}
