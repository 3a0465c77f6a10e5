using System.Net;

namespace Sweep.Silo.Security;

/// <summary>Counts connections that have proved nothing yet: beyond a limit, all together and of one address, new ones are turned away at once.</summary>
/// <param name="limit">All together.</param>
/// <param name="limitOfOne">Of one address, so that one stranger cannot keep the others out.</param>
internal sealed class HandshakeGate(int limit, int limitOfOne)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> open = [];
    private int total;

    /// <summary>Takes a place if there is one; to be followed by <see cref="Leave"/>.</summary>
    public bool TryEnter(IPAddress address)
    {
        lock (gate)
        {
            var own = open.GetValueOrDefault(address);
            if (total >= limit || own >= limitOfOne) return false;
            (open[address], total) = (own + 1, total + 1);
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(IPAddress address)
    {
        lock (gate)
        {
            total--;
            if (--open[address] == 0) open.Remove(address);
        }
    }
}
