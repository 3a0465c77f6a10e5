using System.Security.Cryptography;

namespace Sweep.Silo.Security.Handshake;

/// <summary>The side that opened the connection: says hello, hears hello, proves, and only then is proved to. Pure: bytes in, bytes out.</summary>
/// <param name="secret">The cluster's secret.</param>
/// <param name="role">Node, client or probe.</param>
/// <param name="nonce">32 random bytes, never used before.</param>
/// <param name="certificateHash">SHA-256 of the certificate that the other side showed.</param>
internal sealed class InitiatorHandshake(ClusterSecret secret, HandshakeRole role, byte[] nonce, byte[] certificateHash)
{
    private HandshakeProof.Transcript? said;

    public byte[] Hello { get; } = HandshakeHello.Write(role, nonce);

    /// <summary>The proof to send after the other side's hello.</summary>
    /// <exception cref="HandshakeException">It is no node of this version, or the wrong port.</exception>
    public byte[] Prove(byte[] hello)
    {
        var expected = role == HandshakeRole.Node ? HandshakeRole.NodePort : HandshakeRole.Gateway;
        if (HandshakeHello.Read(hello) is var found && found != expected) throw new HandshakeException(HandshakeFault.WrongPort, found switch
        {
            HandshakeRole.NodePort => "it is a node's port for other nodes; clients use its gateway port",
            HandshakeRole.Gateway => "it is a node's gateway port; nodes use its port for nodes",
            _ => "it does not answer as a node",
        });
        said = new HandshakeProof.Transcript(Hello, hello, certificateHash);
        return HandshakeProof.OfInitiator(secret, said);
    }

    /// <summary>Reads the verdict with the other side's proof.</summary>
    /// <exception cref="HandshakeException">Refused, or the other side does not know the secret itself.</exception>
    public void Finish(ReadOnlySpan<byte> verdict)
    {
        if (said is null) throw new InvalidOperationException("the verdict comes after the proof");
        if (verdict.Length != AcceptorHandshake.VerdictLength || verdict[0] != AcceptorHandshake.Accepted) throw new HandshakeException(
            HandshakeFault.Refused, "it refused this side's secret; every node and client of a cluster needs the same one");
        if (!CryptographicOperations.FixedTimeEquals(verdict[1..], HandshakeProof.OfAcceptor(secret, said))) throw new HandshakeException(
            HandshakeFault.Refused, "it did not prove that it knows the cluster's secret; it is no node of this cluster");
    }
}
