namespace Sweep.Silo.Security.Handshake;

/// <summary>The other side of a connection did not prove that it belongs to the cluster.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">What was found and what to check.</param>
/// <param name="inner">Cause.</param>
internal sealed class HandshakeException(HandshakeFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public HandshakeFault Fault { get; } = fault;
}
