using System.Net.Security;

namespace Sweep.Silo.Security;

/// <summary>What is spoken at one kind of port. TLS negotiates the names (ALPN), so a caller at the wrong port, or of another version, is
/// told apart from one with another secret.</summary>
/// <param name="Calls">Who goes on to talk to Orleans.</param>
/// <param name="Probe">Who only asks whether the secret is right, and hangs up.</param>
/// <param name="Description">The port, for messages.</param>
internal sealed record PortProtocol(SslApplicationProtocol Calls, SslApplicationProtocol Probe, string Description)
{
    public static readonly PortProtocol Nodes =
        new(new("sweep/2 node"), new("sweep/2 node probe"), "a node's port for other nodes; clients use its gateway port");

    public static readonly PortProtocol Gateway =
        new(new("sweep/2 client"), new("sweep/2 client probe"), "a node's gateway port; nodes use its port for nodes");

    /// <summary>The other kind of port.</summary>
    public PortProtocol Other => this == Nodes ? Gateway : Nodes;
}
