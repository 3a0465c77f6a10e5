using Microsoft.Extensions.Time.Testing;
using Sweep.Page.Live;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>What one feed tells its readers.</summary>
public sealed class FeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider clock = new();
    private SmallLedger ledger = null!;
    private StubSource source = null!;

    public async ValueTask InitializeAsync()
    {
        ledger = await SmallLedger.Make();
        source = new StubSource(ledger.Path);
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task What_was_missed_leads_to_where_its_reader_began()
    {
        await using var feed = NewFeed(TimeProvider.System);
        await feed.First;
        using var other = feed.Follow(null);
        var version = feed.Version.ToString();
        await ledger.Apply(SmallLedger.Reported(3, 3, 1));
        var first = await Next(other);
        using var late = feed.Follow(version);
        await ledger.Add(4, "rnn");
        var second = await Next(other);

        var caught = (await feed.CatchUp(late))!;

        Assert.Equal(first.Id, caught.Id);
        Assert.Equal(second, await Next(late));
        Assert.Null(await feed.CatchUp(other));
    }

    [Fact]
    public async Task Who_follows_a_feed_that_has_ended_hears_of_the_end()
    {
        var feed = NewFeed(clock);
        await feed.DisposeAsync();

        using var late = feed.Follow(null);

        Assert.True(late.Events.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_feed_that_is_asked_for_is_not_idle()
    {
        await using var feeds = new SweepFeeds(source, clock, e => Assert.Fail(e.Message));
        var asked = await feeds.Of("cells");
        clock.Advance(SweepFeed.Idle * 2);
        Assert.Same(asked, await feeds.Of("cells"));

        await feeds.Of("empty");
        Assert.Same(asked, await feeds.Of("cells"));
        clock.Advance(SweepFeed.Idle * 2);
        await feeds.Of("empty");
        Assert.NotSame(asked, await feeds.Of("cells"));
    }

    private static Task<PageEvent> Next(FeedReader reader) =>
        reader.Events.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);

    private SweepFeed NewFeed(TimeProvider time) => new(source, "cells", "feed", time, e => Assert.Fail(e.Message));
}
