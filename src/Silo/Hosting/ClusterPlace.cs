using System.Net;
using Sweep.Ledger;
using Sweep.Silo.Security;

namespace Sweep.Silo.Hosting;

/// <summary>Which cluster a node joins, and where others reach it.</summary>
public sealed record ClusterPlace
{
    public const int DefaultPort = 11111;
    public const int DefaultGatewayPort = 30000;

    /// <summary>The database that holds membership and ledger.</summary>
    public required LedgerAddress Database { get; init; }

    /// <summary>What every connection has to prove.</summary>
    public required ClusterSecret Secret { get; init; }

    /// <summary>Address the node listens on; default loopback.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Address under which others reach the node; default the one it listens on.</summary>
    public IPAddress? Advertise { get; init; }

    /// <summary>Port for other nodes; 0 = any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Port for clients; 0 = any free one.</summary>
    public int GatewayPort { get; init; } = DefaultGatewayPort;
}
