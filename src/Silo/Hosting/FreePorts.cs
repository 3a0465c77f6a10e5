using System.Net;
using System.Net.Sockets;

namespace Sweep.Silo.Hosting;

/// <summary>Ports that nobody listens on now. Another process may be quicker, so whoever binds must be ready to ask again.</summary>
internal static class FreePorts
{
    /// <summary>Two different free loopback ports.</summary>
    public static (int Silo, int Gateway) Pair()
    {
        using TcpListener silo = new(IPAddress.Loopback, 0), gateway = new(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (Port(silo), Port(gateway));
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
