using System.Security.Cryptography;

namespace Sweep.Silo.Security.Handshake;

/// <summary>
/// The side that accepted the connection. It proves nothing until the other side has, so that a stranger learns nothing that was made with the secret.
/// Pure: bytes in, bytes out.
/// </summary>
/// <param name="secret">The cluster's secret.</param>
/// <param name="port">The port for nodes or the gateway.</param>
/// <param name="nonce">32 random bytes, never used before.</param>
/// <param name="certificateHash">SHA-256 of this side's certificate.</param>
internal sealed class AcceptorHandshake(ClusterSecret secret, HandshakeRole port, byte[] nonce, byte[] certificateHash)
{
    public const int VerdictLength = 1 + HandshakeProof.Length;
    public const byte Accepted = 1;

    private HandshakeProof.Transcript? said;

    /// <summary>Said whatever the other side is: a node at the wrong port then knows it.</summary>
    public byte[] Hello { get; } = HandshakeHello.Write(port, nonce);

    /// <summary>Who the other side says it is.</summary>
    /// <exception cref="HandshakeException">It has no business at this port.</exception>
    public HandshakeRole Meet(byte[] hello)
    {
        var role = HandshakeHello.Read(hello);
        var welcome = port == HandshakeRole.NodePort ? role == HandshakeRole.Node : role is HandshakeRole.Client or HandshakeRole.Probe;
        if (!welcome) throw new HandshakeException(HandshakeFault.WrongPort, port == HandshakeRole.NodePort ? "it is no node, and this port is for nodes" : "it is no client, and this port is for clients");
        said = new HandshakeProof.Transcript(hello, Hello, certificateHash);
        return role;
    }

    /// <summary>Whether the other side knows the secret, and what to answer: 1 and a proof, or zeros.</summary>
    public (bool Accepted, byte[] Verdict) Judge(ReadOnlySpan<byte> proof)
    {
        if (said is null) throw new InvalidOperationException("the proof comes after hello");
        return CryptographicOperations.FixedTimeEquals(proof, HandshakeProof.OfInitiator(secret, said))
            ? (true, [Accepted, .. HandshakeProof.OfAcceptor(secret, said)])
            : (false, new byte[VerdictLength]);
    }
}
