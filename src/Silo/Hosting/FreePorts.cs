using System.Net;
using System.Net.Sockets;

namespace Sweep.Silo.Hosting;

/// <summary>Ports that nobody listens on now. Another process may be quicker, so whoever binds must be ready to ask again.</summary>
internal static class FreePorts
{
    /// <summary>Two different free loopback ports.</summary>
    public static (int Silo, int Gateway) Pair()
    {
        using var silo = Probe();
        using var gateway = Probe();
        return (Port(silo), Port(gateway));
    }

    private static TcpListener Probe()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
