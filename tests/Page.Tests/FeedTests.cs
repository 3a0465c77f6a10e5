using System.Text.Json.Nodes;
using Sweep.Page.Live;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>What one feed tells its readers.</summary>
public sealed class FeedTests : SmallLedgerTests
{
    [Fact]
    public async Task What_was_missed_leads_to_where_its_reader_began()
    {
        await using var feed = NewFeed(TimeProvider.System);
        await feed.First;
        using var other = feed.Follow(null);
        var version = feed.Version.ToString();
        await Ledger.Apply(SmallLedger.Reported(3, 3, 1));
        var first = await Next(other);
        using var late = feed.Follow(version);
        await Ledger.Add(4, "rnn");
        var second = await Next(other);

        var caught = (await feed.CatchUp(late))!;

        Assert.Equal(first.Id, caught.Id);
        Assert.Equal(second, await Next(late));
        Assert.Null(await feed.CatchUp(other));
    }

    /// <summary>A page would forget the beginning of a curve that begins anew, and hear only of its end.</summary>
    [Fact]
    public async Task What_moved_since_the_last_look_does_not_begin_anew_for_who_missed_something_else()
    {
        await using var feed = NewFeed(TimeProvider.System);
        await feed.First;
        using var other = feed.Follow(null);
        var version = feed.Version.ToString();
        await Ledger.Add(4, "rnn");
        await Next(other);
        using var late = feed.Follow(version);
        await Ledger.Apply(SmallLedger.Reported(3, 3, 1));

        var caught = JsonNode.Parse((await feed.CatchUp(late))!.Data)!;

        Assert.Equal("[4]", caught["trials"]!["number"]!.ToJsonString());
        Assert.Equal("[4]", caught["curves"]!["reset"]!.ToJsonString());
        Assert.Equal("[]", caught["curves"]!["trial"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_follows_a_feed_that_has_ended_hears_of_the_end()
    {
        var feed = NewFeed(Clock);
        await feed.DisposeAsync();

        using var late = feed.Follow(null);

        Assert.True(late.Events.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_feed_that_is_asked_for_is_not_idle()
    {
        await using var feeds = new SweepFeeds(Source, Clock, e => Assert.Fail(e.Message));
        var asked = await feeds.Of("cells");
        Clock.Advance(SweepFeed.Idle * 2);
        Assert.Same(asked, await feeds.Of("cells"));

        await feeds.Of("empty");
        Assert.Same(asked, await feeds.Of("cells"));
        Clock.Advance(SweepFeed.Idle * 2);
        await feeds.Of("empty");
        Assert.NotSame(asked, await feeds.Of("cells"));
    }

    private static Task<PageEvent> Next(FeedReader reader) =>
        reader.Events.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);

    private SweepFeed NewFeed(TimeProvider time) => new(Source, "cells", "feed", time, e => Assert.Fail(e.Message));
}
