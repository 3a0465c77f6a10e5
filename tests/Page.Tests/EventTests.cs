using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Page.Tests.Given;

namespace Sweep.Page.Tests;

/// <summary>What comes while a sweep runs.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private const string Events = "/api/s/cells/events";

    private ServedPage page = null!;

    public async ValueTask InitializeAsync() => page = await ServedPage.Start();

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Fact]
    public async Task A_report_comes_with_its_trial_and_its_point()
    {
        using var events = await EventReader.Open(page, Events);
        var hello = await events.Next("hello");
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1.5));

        var changes = await events.Next("changes");

        Assert.Equal("running", (string)hello["status"]!);
        Assert.StartsWith((string)hello["server"]! + "-", (string)changes["version"]!, StringComparison.Ordinal);
        Assert.Equal((string)changes["version"]!, events.LastId);
        Assert.Equal("[3]", changes["trials"]!["number"]!.ToJsonString());
        Assert.Equal("[1.5]", changes["trials"]!["metric"]!.ToJsonString());
        Assert.Equal("""{"trial":[3],"epoch":[3],"value":[1.5],"reset":[]}""", changes["curves"]!.ToJsonString());
    }

    [Fact]
    public async Task A_newer_attempt_takes_the_place_of_epochs()
    {
        await page.Ledger.Apply(SmallLedger.Ended(3, TrialStatus.Planned, AttemptOutcome.Crashed));
        using var events = await EventReader.Open(page, Events);
        await events.Next("hello");
        await page.Ledger.Apply(
            new AttemptStarted(SmallLedger.Ref(3, 2), "here/cpu/0"), SmallLedger.Reported(3, 1, 90, attempt: 2));

        var changes = await events.Next("changes");

        Assert.Equal("""{"trial":[3,3],"epoch":[1,2],"value":[90,6],"reset":[3]}""", changes["curves"]!.ToJsonString());
        Assert.Equal("[2]", changes["trials"]!["attempts"]!.ToJsonString());
    }

    [Fact]
    public async Task A_trial_that_is_added_comes_with_its_configuration()
    {
        using var events = await EventReader.Open(page, Events);
        await events.Next("hello");
        await page.Ledger.Add(4, "lstm");

        var added = Assert.Single((await events.Next("changes"))["added"]!.AsArray())!;

        Assert.Equal((4, 2, "lstm"), ((int)added["number"]!, (int)added["config"]!, (string)added["params"]!["cell"]!));
        Assert.Equal(SmallLedger.Hostile, (string)added["params"]!["note"]!);
    }

    [Fact]
    public async Task Who_comes_back_gets_what_was_missed()
    {
        string version;
        using (var first = await EventReader.Open(page, Events))
        {
            await first.Next("hello");
            version = first.LastId;
            await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1));
            await first.Next("changes");
        }

        using var again = await EventReader.Open(page, Events, version);
        await again.Next("hello");
        var missed = await again.Next("changes");

        Assert.Equal("""{"trial":[3,3,3],"epoch":[1,2,3],"value":[9,6,1],"reset":[3]}""", missed["curves"]!.ToJsonString());
    }

    [Fact]
    public async Task A_server_that_was_started_again_says_that_it_is_another_one()
    {
        JsonNode before;
        using (var first = await EventReader.Open(page, Events)) before = await first.Next("hello");
        await page.Restart();

        using var again = await EventReader.Open(page, Events, (string)before["version"]!);
        var after = await again.Next("hello");
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1));

        Assert.NotEqual((string)before["server"]!, (string)after["server"]!);
        Assert.Equal("[3]", (await again.Next("changes"))["trials"]!["number"]!.ToJsonString());
    }

    [Fact]
    public async Task Eight_readers_are_told_the_same_by_one_feed()
    {
        var readers = new List<EventReader>();
        for (var i = 0; i < 8; i++) readers.Add(await EventReader.Open(page, Events));
        var servers = new HashSet<string>();
        foreach (var reader in readers) servers.Add((string)(await reader.Next("hello"))["server"]!);
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1));

        var told = new HashSet<string>();
        foreach (var reader in readers) told.Add((await reader.Next("changes")).ToJsonString());

        Assert.Single(servers);
        Assert.Single(told);
        readers.ForEach(reader => reader.Dispose());
    }
}
