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
    public static async Task<(ProbeResult Result, string Found)> Try(IPEndPoint gateway, ClusterSecret secret, CancellationToken cancel = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(ClusterDoor.AcceptLimit);
        using var socket = new Socket(gateway.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(gateway, limit.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket);
            await using (stream.ConfigureAwait(false))
            {
                var channel = await ProvenChannel.Initiate(stream, secret, HandshakeRole.Probe, limit.Token).ConfigureAwait(false);
                await channel.DisposeAsync().ConfigureAwait(false);
            }

            return (ProbeResult.Reachable, $"{gateway} took the secret");
        }
        catch (Exception e) when (e is HandshakeException or SocketException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return e is HandshakeException { Fault: HandshakeFault.Refused }
                ? (ProbeResult.Refused, $"{gateway}: {e.Message}")
                : (ProbeResult.Unreachable, $"{gateway}: {(e is OperationCanceledException ? "it gave no answer in time" : e.Message)}");
        }
    }
}
