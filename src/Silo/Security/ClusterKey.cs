using System.Globalization;
using System.Net.Security;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sweep.Silo.Security;

/// <summary>The key pair (ECDSA, P-256) that every process of a cluster derives from the secret, in a certificate that the process signs
/// itself. TLS proves that a peer has the private key. Nothing else of a certificate counts: name, dates and issuer are not read, so a
/// wrong clock does no harm.</summary>
internal sealed class ClusterKey
{
    // Whoever connects sees the public key and can test guesses of the secret with it: each costs this many rounds.
    // 0.02 s, once per process.
    private const int Iterations = 20_000;

    // The order has 32 bytes; 16 more keep the remainder uniform (FIPS 186-5, A.2.1).
    private const int SeedBytes = 48;

    private static readonly BigInteger Order = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static readonly DateTimeOffset From = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] publicKey;

    private ClusterKey(ECDsa pair)
    {
        publicKey = pair.ExportSubjectPublicKeyInfo();
        Certificate = new CertificateRequest("CN=sweep", pair, HashAlgorithmName.SHA256).CreateSelfSigned(From, From.AddYears(1000));
        Context = SslStreamCertificateContext.Create(Certificate, additionalCertificates: null, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    public SslStreamCertificateContext Context { get; }

    /// <summary>The public key, as a certificate holds it (SubjectPublicKeyInfo, DER).</summary>
    public ReadOnlySpan<byte> PublicKey => publicKey;

    public static ClusterKey Derive(ReadOnlySpan<byte> secret)
    {
        var seed = Rfc2898DeriveBytes.Pbkdf2(secret, "sweep/2 P-256"u8, Iterations, HashAlgorithmName.SHA512, SeedBytes);
        using var pair = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Scalar(seed) });
        return new ClusterKey(pair);
    }

    /// <summary>True when the certificate holds this key.</summary>
    public bool IsIn(X509Certificate? certificate)
    {
        try
        {
            return certificate is X509Certificate2 shown
                && CryptographicOperations.FixedTimeEquals(shown.PublicKey.ExportSubjectPublicKeyInfo(), publicKey);
        }
        catch (CryptographicException)
        {
            // A key that cannot even be read.
            return false;
        }
    }

    /// <summary>seed mod (n - 1) + 1, in 32 bytes: every private key of the curve is equally likely.</summary>
    internal static byte[] Scalar(byte[] seed)
    {
        var scalar = (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var bytes = new byte[32];
        var length = scalar.GetByteCount(isUnsigned: true);
        scalar.TryWriteBytes(bytes.AsSpan(bytes.Length - length), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }
}
