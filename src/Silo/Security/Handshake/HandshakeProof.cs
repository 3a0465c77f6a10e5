namespace Sweep.Silo.Security.Handshake;

/// <summary>
/// Proof that a side knows the secret: HMAC-SHA256 over who proves, both hellos in the order in which they were said, and the hash of the certificate
/// that this very connection was encrypted with. So a proof is worthless for another connection, in the other direction, at another kind of port,
/// and to a man in the middle, whose certificate is another one.
/// </summary>
internal static class HandshakeProof
{
    public const int Length = 32;

    public static byte[] OfInitiator(ClusterSecret secret, Transcript said) => Sign(secret, "sweep/1 initiator\0"u8, said);

    public static byte[] OfAcceptor(ClusterSecret secret, Transcript said) => Sign(secret, "sweep/1 acceptor\0"u8, said);

    private static byte[] Sign(ClusterSecret secret, ReadOnlySpan<byte> who, Transcript said) => secret.Sign([.. who, .. said.Initiator, .. said.Acceptor, .. said.CertificateHash]);

    /// <summary>What both sides said and saw.</summary>
    /// <param name="Initiator">Hello of who opened the connection.</param>
    /// <param name="Acceptor">Hello of who accepted it.</param>
    /// <param name="CertificateHash">SHA-256 of the acceptor's certificate (DER), as this side knows it.</param>
    internal sealed record Transcript(byte[] Initiator, byte[] Acceptor, byte[] CertificateHash);
}
