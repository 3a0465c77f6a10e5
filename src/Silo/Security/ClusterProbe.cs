using System.Net;
using System.Net.Sockets;
using Sweep.Silo.Security.Handshake;

namespace Sweep.Silo.Security;

/// <summary>Asks a gateway whether it takes a secret, without starting a client of the cluster: an Orleans client only tries on.</summary>
public static class ClusterProbe
{
    /// <summary>Connects, proves, and hangs up; a few milliseconds, at most 5 seconds.</summary>
    /// <param name="gateway">Address and gateway port of a node.</param>
    /// <param name="secret">The secret to try.</param>
    /// <param name="cancel">Gives up earlier.</param>
    /// <returns>The result, and in a few words what was found.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> asked for it.</exception>
    public static Task<(ProbeResult Result, string Found)> Try(IPEndPoint gateway, ClusterSecret secret, CancellationToken cancel = default) =>
        Try(gateway, HandshakeRole.Probe, secret, cancel);

    /// <summary>The same at a node's port for nodes, which answers also while the node is joining.</summary>
    internal static Task<(ProbeResult Result, string Found)> TryNode(IPEndPoint place, ClusterSecret secret, CancellationToken cancel) =>
        Try(place, HandshakeRole.Node, secret, cancel);

    private static async Task<(ProbeResult Result, string Found)> Try(IPEndPoint place, HandshakeRole role, ClusterSecret secret, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(ClusterDoor.AcceptLimit);
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(place, limit.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket);
            await using (stream.ConfigureAwait(false))
            {
                var channel = await ProvenChannel.Initiate(stream, secret, role, limit.Token).ConfigureAwait(false);
                await channel.DisposeAsync().ConfigureAwait(false);
            }

            return (ProbeResult.Reachable, $"{place} took the secret");
        }
        catch (Exception e) when (e is HandshakeException or SocketException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return e is HandshakeException { Fault: HandshakeFault.Refused }
                ? (ProbeResult.Refused, $"{place}: {e.Message}")
                : (ProbeResult.Unreachable, $"{place}: {(e is OperationCanceledException ? "it gave no answer in time" : e.Message)}");
        }
    }
}
