using System.Security.Cryptography;
using Sweep.Page.Sources;

namespace Sweep.Page.Live;

/// <summary>The feeds of a server: one for each sweep that somebody looks at.</summary>
internal sealed class SweepFeeds(IPageSource source, TimeProvider clock, Action<Exception> onDefect) : IAsyncDisposable
{
    private readonly string server = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private readonly Lock gate = new();
    private readonly Dictionary<string, SweepFeed> feeds = new(StringComparer.Ordinal);
    private int made;

    /// <summary>The feed of a sweep that is there, once it has looked.</summary>
    public async Task<SweepFeed> Of(string sweep)
    {
        List<SweepFeed> left;
        SweepFeed? feed;
        lock (gate)
        {
            left = TakeLeft(sweep);
            if (!feeds.TryGetValue(sweep, out feed))
                feeds.Add(sweep, feed = new SweepFeed(source, sweep, $"{server}.{++made}", clock, onDefect));
            feed.Touch();
        }

        foreach (var other in left) await other.DisposeAsync();
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

    /// <summary>Takes those out that have ended, and other ones than the wanted that are idle.</summary>
    private List<SweepFeed> TakeLeft(string wanted)
    {
        var left = feeds.Where(pair => pair.Value.HasEnded || (pair.Key != wanted && pair.Value.IsIdle)).ToList();
        foreach (var (name, _) in left) feeds.Remove(name);
        return left.ConvertAll(pair => pair.Value);
    }
}
