using System.Net;

namespace Sweep.Silo.Security;

/// <summary>Decides which refusals are worth a line: the first of an address, and again after a while, of so many addresses.</summary>
/// <param name="limit">Most addresses that are remembered; while that many were refused lately, others are refused without a line.</param>
internal sealed class RefusalLogLimiter(int limit, TimeSpan period)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, DateTimeOffset> written = [];

    public bool ShouldWrite(IPAddress address, DateTimeOffset now)
    {
        lock (gate)
        {
            if (written.TryGetValue(address, out var last) && now - last < period) return false;
            if (written.Count >= limit) Forget(now);
            if (written.Count >= limit && !written.ContainsKey(address)) return false;
            written[address] = now;
            return true;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, last) in written)
            if (now - last >= period) written.Remove(address);
    }
}
