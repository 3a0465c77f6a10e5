using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sweep.Silo.Security;

/// <summary>A certificate of this process alone, signed by itself and gone with it. It gives TLS a key; who is behind the key, the handshake proves.</summary>
internal sealed class EphemeralCertificate : IDisposable
{
    // Nobody looks at the dates, so a node with a wrong clock is no stranger.
    private static readonly DateTimeOffset From = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 certificate;

    public EphemeralCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        certificate = new CertificateRequest("CN=sweep", key, HashAlgorithmName.SHA256).CreateSelfSigned(From, From.AddYears(1000));
        Hash = HashOf(certificate);
        Context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    /// <summary>SHA-256 of the certificate.</summary>
    public byte[] Hash { get; }

    public SslStreamCertificateContext Context { get; }

    public static byte[] HashOf(X509Certificate certificate) => SHA256.HashData(certificate.GetRawCertData());

    public void Dispose() => certificate.Dispose();
}
