using System.Net;
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
    public async Task A_trial_that_begins_with_a_checkpoint_of_another_one_names_it()
    {
        using var events = await EventReader.Open(page, Events);
        await events.Next("hello");
        await page.Ledger.Add(4, "gru", parent: 1);

        var added = Assert.Single((await events.Next("changes"))["added"]!.AsArray())!;

        Assert.Equal(1, (int)added["parent"]!);
        Assert.Equal("[null,null,null,null,1]", (await page.Get("/api/s/cells/trials"))["parent"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_comes_back_gets_what_was_missed()
    {
        string version;
        using (var first = await EventReader.Open(page, Events))
        {
            version = (string)(await first.Next("hello"))["version"]!;
            Assert.Equal("", first.LastId);
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
    public async Task A_state_that_changes_without_a_write_is_told()
    {
        using var events = await EventReader.Open(page, Events);
        Assert.Equal("running", (string)(await events.Next("hello"))["status"]!);
        page.Source.Word = _ => "interrupted";

        var changes = await events.Next("changes");

        Assert.Equal("interrupted", (string)changes["status"]!);
        Assert.Equal("[]", changes["trials"]!["number"]!.ToJsonString());
        using var later = await EventReader.Open(page, Events);
        Assert.Equal("interrupted", (string)(await later.Next("hello"))["status"]!);
    }

    [Fact]
    public async Task A_sweep_that_takes_the_place_of_another_one_has_a_feed_of_its_own()
    {
        using var events = await EventReader.Open(page, Events);
        var before = await events.Next("hello");
        await page.Ledger.Replace();

        await events.End();
        using var again = await EventReader.Open(page, Events, (string)before["version"]!);
        var after = await again.Next("hello");
        await page.Ledger.ClaimAgain();
        await page.Ledger.Apply(new AttemptStarted(SmallLedger.Ref(0), "here/cpu/0"), SmallLedger.Reported(0, 1, 7));

        Assert.NotEqual((string)before["server"]!, (string)after["server"]!);
        Assert.Equal("[]", (await again.Next("changes"))["curves"]!["reset"]!.ToJsonString());
    }

    [Fact]
    public async Task A_stream_ends_with_its_sweep()
    {
        using var events = await EventReader.Open(page, Events);
        await events.Next("hello");
        await page.Ledger.Remove();

        await events.End();

        Assert.Equal(HttpStatusCode.NotFound, (await page.Refused(Events)).Status);
    }

    [Fact]
    public async Task After_a_defect_it_goes_on_and_tells_it_once()
    {
        using var events = await EventReader.Open(page, Events);
        await events.Next("hello");
        var (thrown, twice) = (0, new TaskCompletionSource());
        page.Source.Word = _ =>
        {
            if (++thrown == 2) twice.SetResult();
            throw new InvalidOperationException("a defect");
        };
        await twice.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        page.Source.Word = StubSource.WordOf;
        await page.Ledger.Apply(SmallLedger.Reported(3, 3, 1));

        Assert.Equal("[3]", (await events.Next("changes"))["trials"]!["number"]!.ToJsonString());
        Assert.Equal("a defect", Assert.Single(page.Defects).Message);
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
