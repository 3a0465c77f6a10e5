namespace Sweep.Silo.Security.Handshake;

/// <summary>Who speaks: capitals open a connection, small letters accept it.</summary>
internal enum HandshakeRole : byte
{
    /// <summary>A node that calls another node.</summary>
    Node = (byte)'N',

    /// <summary>A client that calls a gateway.</summary>
    Client = (byte)'C',

    /// <summary>Somebody who only wants to know whether the cluster takes the secret.</summary>
    Probe = (byte)'P',

    /// <summary>The port for nodes.</summary>
    NodePort = (byte)'n',

    /// <summary>The port for clients.</summary>
    Gateway = (byte)'g',
}
