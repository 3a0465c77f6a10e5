using System.Net;
using Sweep.Client.Cli;
using Sweep.Ledger;

namespace Sweep.Client.Nodes;

/// <summary>A node of a cluster as the command line describes it.</summary>
public sealed record SiloRequest
{
    /// <summary>The database of the cluster.</summary>
    public required LedgerAddress Cluster { get; init; }

    /// <summary>Name of the node, unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>Address to listen on.</summary>
    public required IPAddress Bind { get; init; }

    /// <summary>Address under which others reach the node.</summary>
    public required IPAddress Advertise { get; init; }

    /// <summary>Port for other nodes; 0 = any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Port for clients; 0 = any free one.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>Slots; null = what the machine offers.</summary>
    public int? Workers { get; init; }

    /// <summary>What to train on; null = cuda when there is a GPU, else cpu.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>Folder of checkpoints that every node shares; null = they move through the ledger.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Folder of texts and of what the node keeps for itself.</summary>
    public required string Data { get; init; }

    /// <summary>File of the cluster's secret; null = the environment or the standard place.</summary>
    public string? SecretFile { get; init; }

    /// <summary>True when sweeps may run programs of their own here.</summary>
    public bool AllowCommands { get; init; }

    /// <summary>Where health and metrics are served; null = nowhere.</summary>
    public IPEndPoint? Http { get; init; }

    /// <summary>Loopback port of the dashboard; null = none.</summary>
    public int? Dashboard { get; init; }

    /// <summary>How long running trials may take to save a checkpoint when the node leaves.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A worker without a sign of life for this long is killed.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromMinutes(5);
}
