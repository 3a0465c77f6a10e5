using System.Security.Cryptography;
using Sweep.Page.Sources;

namespace Sweep.Page.Live;

/// <summary>The feeds of a server: one for each sweep that somebody looks at.</summary>
/// <param name="source">The ledger.</param>
/// <param name="clock">The clock.</param>
internal sealed class SweepFeeds(IPageSource source, TimeProvider clock) : IAsyncDisposable
{
    private readonly string server = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private readonly Lock gate = new();
    private readonly Dictionary<string, SweepFeed> feeds = new(StringComparer.Ordinal);
    private int made;

    /// <summary>The feed of a sweep that is there, once it has looked.</summary>
    public async Task<SweepFeed> Of(string sweep)
    {
        List<SweepFeed> idle;
        SweepFeed? feed;
        lock (gate)
        {
            idle = TakeIdle(sweep);
            if (!feeds.TryGetValue(sweep, out feed)) feeds.Add(sweep, feed = new SweepFeed(source, sweep, $"{server}.{++made}", clock));
        }

        foreach (var other in idle) await other.DisposeAsync();
        await feed.First;
        return feed;
    }

    public async ValueTask DisposeAsync()
    {
        List<SweepFeed> all;
        lock (gate)
        {
            all = [.. feeds.Values];
            feeds.Clear();
        }

        foreach (var feed in all) await feed.DisposeAsync();
    }

    private List<SweepFeed> TakeIdle(string wanted)
    {
        var idle = feeds.Where(pair => pair.Key != wanted && pair.Value.IsIdle).ToList();
        foreach (var (name, _) in idle) feeds.Remove(name);
        return idle.ConvertAll(pair => pair.Value);
    }
}
