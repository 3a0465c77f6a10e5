using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using Sweep.Silo.Security.Handshake;

namespace Sweep.Silo.Security;

/// <summary>TLS over a stream, then the handshake that proves the secret. Either both succeed in time or nothing is left open.</summary>
internal static class ProvenChannel
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>From the side that opened the connection.</summary>
    /// <exception cref="HandshakeException">The other side is not of the cluster, or silent.</exception>
    public static async Task<SslStream> Initiate(Stream transport, ClusterSecret secret, HandshakeRole role, CancellationToken cancel)
    {
        byte[]? certificate = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "sweep",
            EnabledSslProtocols = Protocols,
            AllowTlsResume = false,
            AllowRenegotiation = false,
            // Any certificate is taken here; the proof is over its hash, which only a node with the secret and this certificate's key can answer for.
            RemoteCertificateValidationCallback = (_, shown, _, _) => (certificate = shown is null ? null : EphemeralCertificate.HashOf(shown)) is not null,
        };
        return await Guard(new SslStream(transport, leaveInnerStreamOpen: true), async tls =>
        {
            await tls.AuthenticateAsClientAsync(options, cancel).ConfigureAwait(false);
            var handshake = new InitiatorHandshake(secret, role, Nonce(), certificate!);
            await Send(tls, handshake.Hello, cancel).ConfigureAwait(false);
            await Send(tls, handshake.Prove(await Receive(tls, HandshakeHello.Length, cancel).ConfigureAwait(false)), cancel).ConfigureAwait(false);
            handshake.Finish(await Receive(tls, AcceptorHandshake.VerdictLength, cancel).ConfigureAwait(false));
            return tls;
        }).ConfigureAwait(false);
    }

    /// <summary>From the side that accepted the connection.</summary>
    /// <exception cref="HandshakeException">The other side is not of the cluster, or silent.</exception>
    public static async Task<(SslStream Channel, HandshakeRole Role)> Accept(
        Stream transport, ClusterSecret secret, EphemeralCertificate certificate, HandshakeRole port, CancellationToken cancel)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Context,
            EnabledSslProtocols = Protocols,
            AllowTlsResume = false,
            AllowRenegotiation = false,
        };
        return await Guard(new SslStream(transport, leaveInnerStreamOpen: true), async tls =>
        {
            await tls.AuthenticateAsServerAsync(options, cancel).ConfigureAwait(false);
            var handshake = new AcceptorHandshake(secret, port, Nonce(), certificate.Hash);
            var hello = await Receive(tls, HandshakeHello.Length, cancel).ConfigureAwait(false);
            await Send(tls, handshake.Hello, cancel).ConfigureAwait(false);
            try
            {
                var role = handshake.Meet(hello);
                var (accepted, verdict) = handshake.Judge(await Receive(tls, HandshakeProof.Length, cancel).ConfigureAwait(false));
                await Send(tls, verdict, cancel).ConfigureAwait(false);
                if (!accepted) throw new HandshakeException(HandshakeFault.Refused, "it does not know the cluster's secret");
                if (role == HandshakeRole.Probe) await Linger(tls, cancel).ConfigureAwait(false);
                return (tls, role);
            }
            catch (HandshakeException)
            {
                await Linger(tls, cancel).ConfigureAwait(false);
                throw;
            }
        }).ConfigureAwait(false);
    }

    private static byte[] Nonce() => RandomNumberGenerator.GetBytes(HandshakeHello.NonceLength);

    private static async Task Send(SslStream tls, byte[] message, CancellationToken cancel)
    {
        await tls.WriteAsync(message, cancel).ConfigureAwait(false);
        await tls.FlushAsync(cancel).ConfigureAwait(false);
    }

    // Orleans tears a connection down at once, and what was said last would be lost: the other side hangs up when it has read it, or time is up.
    private static async Task Linger(SslStream tls, CancellationToken cancel)
    {
        try
        {
            await tls.ReadAsync(new byte[1], cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // It has hung up, one way or another.
        }
    }

    // Every message has one length: a longer one cannot be announced.
    private static async Task<byte[]> Receive(SslStream tls, int length, CancellationToken cancel)
    {
        var message = new byte[length];
        await tls.ReadExactlyAsync(message, cancel).ConfigureAwait(false);
        return message;
    }

    private static async Task<T> Guard<T>(SslStream tls, Func<SslStream, Task<T>> handshake)
    {
        try
        {
            return await handshake(tls).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw e switch
            {
                HandshakeException => e,
                AuthenticationException => new HandshakeException(HandshakeFault.Foreign, "it does not speak TLS as a node of this version of sweep does", e),
                OperationCanceledException => new HandshakeException(HandshakeFault.Silent, "it gave no answer in time", e),
                IOException or InvalidOperationException => new HandshakeException(HandshakeFault.Silent, "it closed the connection", e),
                _ => e,
            };
        }
    }
}
