using System.Net;
using System.Net.Sockets;
using Sweep.Contracts;

namespace Sweep.Silo.Hosting;

/// <summary>Looks whether a node can listen where it is told to, before anybody hears of it:
/// Orleans declares whoever has its address dead before it finds the port taken.</summary>
internal static class ListenPorts
{
    /// <exception cref="SocketException">The port is taken.</exception>
    /// <exception cref="SweepRefusedException">Input error: the address is not this machine's, or the port not for this user.</exception>
    public static void Check(IPEndPoint place)
    {
        try
        {
            using var listener = new TcpListener(place);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new SweepRefusedException($"{place.Address} is no address of this machine; name one of its own with --bind (and the " +
                "one that others use with --advertise)", isInputError: true);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new SweepRefusedException($"this user may not listen on port {place.Port}; choose ports above 1023 with --port and " +
                "--gateway-port", isInputError: true);
        }
    }
}
