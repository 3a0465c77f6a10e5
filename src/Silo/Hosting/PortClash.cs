using System.Net.Sockets;

namespace Sweep.Silo.Hosting;

/// <summary>Tells the one failure of a start that other ports can mend.</summary>
internal static class PortClash
{
    public static bool Is(Exception e) =>
        e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (e.InnerException is { } inner && Is(inner))
        || (e is AggregateException several && several.InnerExceptions.Any(Is));
}
