using System.Net;

namespace Sweep.Silo.Operations;

/// <summary>What a node shows to those who operate it.</summary>
public sealed record NodeWebOptions
{
    /// <summary>Name of the node: the instance in what is exported.</summary>
    public required string NodeName { get; init; }

    public string? Version { get; init; }

    /// <summary>Where health, readiness and metrics are served; port 0 = any free one; null = nowhere.</summary>
    public IPEndPoint? Http { get; init; }

    /// <summary>Loopback port of the Orleans dashboard, 0 = any free one; null = none.</summary>
    public int? DashboardPort { get; init; }

    /// <summary>Sends metrics by OTLP as the OTEL_* variables say; default: when OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
    public bool ExportsOtlp { get; init; } = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };
}
