using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sweep.Silo.Security;

/// <summary>What a gateway says to a secret.</summary>
internal enum ProbeResult
{
    /// <summary>A node of the cluster; it took the secret and proved its own.</summary>
    Reachable,

    /// <summary>Nobody there, or somebody who is no node of this version.</summary>
    Unreachable,

    /// <summary>A node with another secret.</summary>
    Refused,
}

/// <summary>Asks a gateway whether it takes a secret, without starting a client of the cluster: an Orleans client only tries on.</summary>
internal static class ClusterProbe
{
    // A node with too many unproven connections closes the oldest: who is unlucky asks again and is the newest.
    private const int MostTries = 3;

    /// <summary>Connects, proves, and hangs up; milliseconds, at most 5 seconds. A port for nodes answers before its node serves.</summary>
    /// <returns>The result, and in a few words what was found.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> asked for it.</exception>
    public static async Task<(ProbeResult Result, string Found)> Try(
        PortProtocol port, IPEndPoint place, ClusterSecret secret, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(ClusterTls.AcceptLimit);
        for (var tries = 1; ; tries++)
        {
            var handshake = new Handshake(secret.Key);
            try
            {
                await Run(place, ClusterTls.Probe(secret.Key, port, handshake), limit.Token).ConfigureAwait(false);
                return handshake.Protocol == port.Probe
                    ? (ProbeResult.Reachable, $"{place} took the secret")
                    : (ProbeResult.Unreachable, $"{place}: it is {port.Other.Description}");
            }
            catch (IOException) when (tries < MostTries && !limit.IsCancellationRequested)
            {
                // Closed by the other side before it said anything: once more.
            }
            catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException)
            {
                cancel.ThrowIfCancellationRequested();
                var result = handshake.State == HandshakeState.OtherSecret ? ProbeResult.Refused : ProbeResult.Unreachable;
                var found = e is SocketException ? e.Message : handshake.Explain(isLate: e is OperationCanceledException);
                return (result, $"{place}: {found}");
            }
        }
    }

    private static async Task Run(IPEndPoint place, SslClientAuthenticationOptions options, CancellationToken cancel)
    {
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(place, cancel).ConfigureAwait(false);
        var connection = new NetworkStream(socket);
        await using (connection.ConfigureAwait(false))
        {
            var tls = new SslStream(connection, leaveInnerStreamOpen: true);
            await using (tls.ConfigureAwait(false))
            {
                try
                {
                    await tls.AuthenticateAsClientAsync(options, cancel).ConfigureAwait(false);
                }
                finally
                {
                    await WaitForEnd(connection, cancel).ConfigureAwait(false);
                }
            }
        }
    }

    // The node hangs up when it has seen this side's key, and only then can its log say why it refuses.
    // An end from here would overtake that.
    private static async Task WaitForEnd(NetworkStream connection, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(ClusterTls.EndLimit);
        try
        {
            while (await connection.ReadAsync(new byte[256], limit.Token).ConfigureAwait(false) > 0)
            {
                // What TLS says last is of no interest.
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has hung up, or it is time to.
        }
    }
}
