using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sweep.Silo.Security;

/// <summary>How far a handshake got.</summary>
internal enum HandshakeState
{
    /// <summary>The peer has shown nothing yet.</summary>
    Started,

    /// <summary>The peer negotiated none of this version's protocols.</summary>
    OtherVersion,

    /// <summary>The peer showed another key, or none.</summary>
    OtherSecret,

    /// <summary>The peer showed the cluster's key.</summary>
    KeyShown,

    /// <summary>TLS is established: the peer has the cluster's private key.</summary>
    Proven,

    /// <summary>The connection was closed before, in favour of a newer one.</summary>
    Displaced,
}

/// <summary>One handshake: decides whether a peer's certificate is accepted, and remembers why not.</summary>
internal sealed class Handshake(ClusterKey key)
{
    public HandshakeState State { get; set; }

    /// <summary>What both sides agreed on; empty before.</summary>
    public SslApplicationProtocol Protocol { get; private set; }

    /// <summary>What TLS asks once it has verified that the peer holds the private key of the certificate.</summary>
    public bool Validate(object stream, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Protocol = ((SslStream)stream).NegotiatedApplicationProtocol;
        State = Judge(Protocol, key.IsIn(certificate));
        return State == HandshakeState.KeyShown;
    }

    public static HandshakeState Judge(SslApplicationProtocol negotiated, bool hasKey) =>
        negotiated.Protocol.IsEmpty ? HandshakeState.OtherVersion
        : hasKey ? HandshakeState.KeyShown
        : HandshakeState.OtherSecret;

    /// <summary>Why there is no connection, for the log and for people.</summary>
    /// <param name="isLate">The time limit is over.</param>
    public string Explain(bool isLate) => State switch
    {
        HandshakeState.OtherVersion =>
            "it does not speak the protocol of this version of sweep; all nodes and clients of a cluster run the same version",
        HandshakeState.OtherSecret =>
            "it does not know the cluster's secret, or this side does not; every node and client of a cluster needs the same one",
        HandshakeState.Displaced => "too many connections that have proved nothing are open; the oldest was closed",
        _ when isLate => "it gave no answer in time",
        _ => "it closed the connection, or does not speak TLS 1.3 as this version of sweep does",
    };
}
