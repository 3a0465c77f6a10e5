namespace Sweep.Silo.Security.Handshake;

/// <summary>Why a handshake failed.</summary>
internal enum HandshakeFault
{
    /// <summary>The other side speaks something else, or another version.</summary>
    Foreign,

    /// <summary>A client at the port for nodes, or a node at the port for clients.</summary>
    WrongPort,

    /// <summary>The other side does not know the secret, or says that this one does not.</summary>
    Refused,

    /// <summary>No answer in time, or the connection went away.</summary>
    Silent,
}
