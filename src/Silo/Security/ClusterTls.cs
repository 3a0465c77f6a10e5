using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Orleans.Connections.Security;

namespace Sweep.Silo.Security;

/// <summary>TLS 1.3 in which both sides show the cluster's key and accept no other.</summary>
internal static class ClusterTls
{
    /// <summary>Longest time for a handshake on the side that accepts.</summary>
    public static readonly TimeSpan AcceptLimit = TimeSpan.FromSeconds(5);

    /// <summary>The same on the side that connects; shorter than Orleans' own limit of 5 seconds, whose message would say less.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(4);

    /// <summary>How long a side that refused the other one waits until that hangs up.</summary>
    public static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    /// <summary>For Orleans' middleware that accepts. Expects a <see cref="Handshake"/> among the connection's features.</summary>
    public static TlsOptions Accept(ClusterKey key, PortProtocol port) => new()
    {
        LocalCertificate = key.Certificate,
        HandshakeTimeout = AcceptLimit,
        // The middleware's own check cannot tell one connection from another; ours is set below, and asks for a certificate all the same.
        RemoteCertificateMode = RemoteCertificateMode.NoCertificate,
        OnAuthenticateAsServer = (context, tls) =>
            Accept((SslServerAuthenticationOptions)tls.SslServerAuthenticationOptions, key, port, Of(context)),
    };

    /// <summary>For Orleans' middleware that connects. Expects a <see cref="Handshake"/> among the connection's features.</summary>
    public static TlsOptions Connect(ClusterKey key, PortProtocol port) => new()
    {
        LocalCertificate = key.Certificate,
        HandshakeTimeout = ConnectLimit,
        RemoteCertificateMode = RemoteCertificateMode.NoCertificate,
        OnAuthenticateAsClient = (context, tls) =>
            Connect((SslClientAuthenticationOptions)tls.SslClientAuthenticationOptions, key, [port.Calls], Of(context)),
    };

    /// <summary>For a probe, which takes any port to tell which it is.</summary>
    public static SslClientAuthenticationOptions Probe(ClusterKey key, PortProtocol port, Handshake handshake)
    {
        var options = new SslClientAuthenticationOptions();
        Connect(options, key, [port.Probe, port.Other.Probe], handshake);
        return options;
    }

    /// <summary>What a side that accepts asks of TLS.</summary>
    internal static void Accept(SslServerAuthenticationOptions options, ClusterKey key, PortProtocol port, Handshake handshake)
    {
        options.EnabledSslProtocols = SslProtocols.Tls13;
        options.ServerCertificateSelectionCallback = null;
        options.ServerCertificateContext = key.Context;
        options.ClientCertificateRequired = true;
        options.ApplicationProtocols = [port.Calls, port.Probe];
        options.RemoteCertificateValidationCallback = handshake.Validate;
        options.CertificateChainPolicy = NoChain();
        options.AllowTlsResume = false;
        options.AllowRenegotiation = false;
    }

    /// <summary>What a side that connects asks of TLS.</summary>
    internal static void Connect(
        SslClientAuthenticationOptions options, ClusterKey key, List<SslApplicationProtocol> protocols, Handshake handshake)
    {
        options.EnabledSslProtocols = SslProtocols.Tls13;
        options.TargetHost = "sweep";
        options.ClientCertificateContext = key.Context;
        options.ApplicationProtocols = protocols;
        options.RemoteCertificateValidationCallback = handshake.Validate;
        options.CertificateChainPolicy = NoChain();
        options.AllowTlsResume = false;
        options.AllowRenegotiation = false;
    }

    // .NET builds a chain before it asks: without the system's authorities, which take time to read, and without fetching what a
    // stranger's certificate names.
    private static X509ChainPolicy NoChain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    private static Handshake Of(ConnectionContext context) => context.Features.Get<Handshake>()
        ?? throw new InvalidOperationException("no handshake was begun on this connection");
}
