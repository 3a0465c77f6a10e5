using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Sweep.Silo.Operations;

/// <summary>Collects a node's metrics for those who ask (Prometheus) and for those who are told (OTLP).</summary>
internal static class NodeTelemetry
{
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>A collector; null when nobody wants one, and then nothing is collected.</summary>
    public static MeterProvider? Build(NodeWebOptions options, NodeMetrics metrics)
    {
        if (options.Http is null && !options.ExportsOtlp) return null;
        var builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty()
                .AddService("sweep", serviceVersion: options.Version, serviceInstanceId: options.NodeName)
                .AddEnvironmentVariableDetector())
            .AddMeter(metrics.MeterName, RuntimeMeter);
        if (options.Http is not null) builder.AddPrometheusExporter();
        if (options.ExportsOtlp) builder.AddOtlpExporter();
        return builder.Build();
    }
}
