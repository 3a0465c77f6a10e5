using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Silo.Security;

namespace Sweep.Silo.Tests.Security;

/// <summary>One side of a TLS handshake: a side of the cluster as it is, or a stranger who changed something.</summary>
internal static class TlsPeer
{
    /// <summary>Options of a side that accepts.</summary>
    public static SslServerAuthenticationOptions Acceptor(ClusterSecret secret, PortProtocol port, Handshake handshake)
    {
        var options = new SslServerAuthenticationOptions();
        ClusterTls.Accept(options, secret.Key, port, handshake);
        return options;
    }

    /// <summary>Options of a side that connects.</summary>
    public static SslClientAuthenticationOptions Connector(ClusterSecret secret, PortProtocol port, Handshake handshake)
    {
        var options = new SslClientAuthenticationOptions();
        ClusterTls.Connect(options, secret.Key, [port.Calls], handshake);
        return options;
    }

    /// <summary>A certificate of nobody.</summary>
    public static SslStreamCertificateContext Stranger(params X509Extension[] extensions)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sweep", pair, HashAlgorithmName.SHA256);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        return SslStreamCertificateContext.Create(
            request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100)), null, offline: true);
    }

    /// <summary>A stranger takes any certificate.</summary>
    public static SslClientAuthenticationOptions TakesAny(this SslClientAuthenticationOptions options)
    {
        options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null;
        return options;
    }

    /// <summary>A handshake of two sides, and one byte each way. True for a side that got the other's byte.</summary>
    public static async Task<(bool Acceptor, bool Connector)> Meet(
        SslServerAuthenticationOptions acceptor, SslClientAuthenticationOptions connector, Wire? wire = null)
    {
        wire ??= new Wire();
        var (accepting, connecting) = (Task.Run(() => Accept(wire.Far, acceptor)), Task.Run(() => Connect(wire.Near, connector)));
        return (await accepting, await connecting);
    }

    public static Task<bool> Accept(Stream stream, SslServerAuthenticationOptions options) =>
        Try(stream, tls => tls.AuthenticateAsServerAsync(options));

    public static Task<bool> Connect(Stream stream, SslClientAuthenticationOptions options) =>
        Try(stream, tls => tls.AuthenticateAsClientAsync(options));

    private static async Task<bool> Try(Stream stream, Func<SslStream, Task> authenticate)
    {
        await using var tls = new SslStream(stream);
        try
        {
            await authenticate(tls);
            await tls.WriteAsync(new byte[1]);
            return await tls.ReadAsync(new byte[1]) == 1;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return false;
        }
    }
}
