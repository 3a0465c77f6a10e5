using System.Net;

namespace Sweep.Contracts.Connections;

/// <summary>Places for open connections. A new one always gets a place: where there is none left, the oldest one of the same address goes,
/// and where all are taken, the oldest of the address that has the most. So whoever asks and reads at once is answered, however many others
/// are open and say nothing. Safe for use by several threads.</summary>
/// <param name="limit">All together.</param>
/// <param name="limitOfOne">Of one address.</param>
internal sealed class ConnectionLimiter<T>(int limit, int limitOfOne)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, LinkedList<T>> open = [];
    private int total;

    /// <summary>Holds a place as long as a connection is served, and closes one that has lost its place.</summary>
    public async Task Attend(EndPoint? remote, T connection, Action<T> close, Func<Task> serve)
    {
        var address = RemoteAddress.Of(remote);
        if (Enter(address, connection) is { } loser) close(loser);
        try
        {
            await serve().ConfigureAwait(false);
        }
        finally
        {
            Leave(address, connection);
        }
    }

    /// <summary>Takes a place, to be followed by <see cref="Leave"/>; returns the one that lost its place and is to be closed.</summary>
    public T? Enter(IPAddress address, T connection)
    {
        lock (gate)
        {
            var loser = open.TryGetValue(address, out var own) && own.Count >= limitOfOne ? TakeOldest(address)
                : total >= limit ? TakeOldest(open.MaxBy(entry => entry.Value.Count).Key) : null;
            if (!open.TryGetValue(address, out own)) open[address] = own = [];
            own.AddLast(connection);
            total++;
            return loser;
        }
    }

    /// <summary>Gives the place back, unless it was lost.</summary>
    public void Leave(IPAddress address, T connection)
    {
        lock (gate)
        {
            if (open.TryGetValue(address, out var own) && own.Remove(connection)) Count(address, own);
        }
    }

    private T TakeOldest(IPAddress address)
    {
        var own = open[address];
        var oldest = own.First!.Value;
        own.RemoveFirst();
        Count(address, own);
        return oldest;
    }

    private void Count(IPAddress address, LinkedList<T> own)
    {
        total--;
        if (own.Count == 0) open.Remove(address);
    }
}

/// <summary>Whose connection it is.</summary>
internal static class RemoteAddress
{
    /// <summary>The address of the other side, the same however it came here; <see cref="IPAddress.None"/> when it has none.</summary>
    public static IPAddress Of(EndPoint? remote) => remote is IPEndPoint { Address: var address }
        ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
        : IPAddress.None;
}
