using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Notes;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Tests.Sweeps;

namespace Sweep.Silo.Tests.Notes;

/// <summary>Notes of a sweep in a ledger, taken by a receiver that may refuse.</summary>
public sealed class NoteSenderTests : IAsyncLifetime
{
    private const string Hook = "https://hooks.example.com/secret";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-notes-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    private readonly Receiver receiver = new();
    private readonly List<string> notices = [];
    private readonly Channel<SweepProgress> seen = Channel.CreateUnbounded<SweepProgress>();
    private ILedger ledger = null!;
    private NoteSender sender = null!;

    public async ValueTask InitializeAsync()
    {
        ledger = SqliteLedger.Open(Path.Combine(folder.FullName, "sweep.db"), clock);
        await ledger.CreateSweep(
            new NewSweep
            {
                Name = "cells",
                Yaml = "name: cells\n",
                BaseFolder = "/",
                Experiment = "noop",
                Metric = "loss",
                Replicates = 1,
            },
            [.. Enumerable.Range(0, 2).Select(n => new PlannedTrial
            {
                Number = n, Config = $$"""{"x":{{n}}}""", Seed = n, Epochs = 1, CostKey = "noop",
            })]);
        var token = await ledger.Claim("cells", []);
        foreach (var (trial, loss) in ((int, double)[])[(0, 0.75), (1, 0.5)])
        {
            var attempt = new TrialRef("cells", trial, 1);
            var metrics = new Dictionary<string, double> { ["loss"] = loss };
            await ledger.Apply("cells", token,
            [
                new AttemptStarted(attempt, "n/cpu/0"),
                new EpochReported(attempt, new TrialReport { Epoch = 1, Seconds = 1, Metrics = metrics }),
                new AttemptFinished(attempt, new TrialEnded { Outcome = AttemptOutcome.Completed }, TrialStatus.Completed),
            ]);
        }

        await ledger.SetStatus("cells", token, SweepStatus.Finished);
        sender = Sender(ledger, othersGoOn: true);
    }

    public async ValueTask DisposeAsync()
    {
        sender.Dispose();
        await ledger.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Hook)]
    [InlineData("$SWEEP_NOTIFY_URL")]
    public async Task The_end_is_sent_with_the_best_trial(string to)
    {
        Follow(to);
        Show(Over);

        var (address, body) = await receiver.Next();

        Assert.Equal(Hook, address);
        Assert.Equal("sweep 'cells' is finished: 2 completed; best loss 0.5 (cells/1)", (string?)body["text"]);
        Assert.Equal((string?)body["text"], (string?)body["content"]);
        Assert.Equal(("finished", "cells", 2), ((string?)body["event"], (string?)body["sweep"], (int?)body["trials"]!["completed"]));
        Assert.Equal("""{"trial":1,"value":0.5,"config":{"x":1}}""", body["best"]!.ToJsonString());
    }

    [Fact]
    public async Task A_receiver_that_refuses_is_asked_again()
    {
        receiver.Refusals = 2;
        Follow(Hook);
        Show(Over);

        await Wait.Until(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(receiver.Calls == 3);
        }, "the third call is made");
        Assert.Equal("finished", (string?)(await receiver.Next()).Body["event"]);
    }

    [Fact]
    public async Task A_wrong_address_is_asked_once_and_told()
    {
        (receiver.Refusals, receiver.Refusal) = (9, HttpStatusCode.NotFound);
        Follow(Hook);
        Show(Over);

        await sender.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, receiver.Calls);
        Assert.Equal(["the note of 'cells' could not be sent: the receiver refuses it (404)"], notices);
    }

    [Fact]
    public async Task A_sweep_that_stops_because_its_database_is_lost_is_told()
    {
        using var lost = Sender(LosingLedger.Of(ledger), othersGoOn: false);
        lost.Follow("cells", new NotifyRules(Hook, Enum.GetValues<NoteKind>(), TimeSpan.FromMinutes(15)), Look);
        Show(Over with { Failure = "the database is lost: <!channel> @everyone" });

        var (_, body) = await receiver.Next();

        Assert.Equal("failed", (string?)body["event"]);
        Assert.Equal("sweep 'cells' has stopped: the database is lost: &lt;!channel&gt; @\u200beveryone", (string?)body["text"]);
        Assert.Equal("the database is lost: <!channel> @everyone", (string?)body["reason"]);
    }

    [Fact]
    public async Task A_sweep_that_its_user_cancelled_is_not_told()
    {
        await ledger.CreateSweep(new NewSweep
        {
            Name = "gone",
            Yaml = "name: gone\n",
            BaseFolder = "/",
            Experiment = "noop",
            Metric = "loss",
            Replicates = 1,
        }, []);
        await ledger.SetStatus("gone", await ledger.Claim("gone", []), SweepStatus.Cancelled);
        sender.Follow("gone", new NotifyRules(Hook, Enum.GetValues<NoteKind>(), TimeSpan.FromMinutes(15)), Look);
        Show(Over);

        await sender.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, receiver.Calls);
    }

    [Fact]
    public async Task A_node_that_leaves_sends_first_what_has_just_ended()
    {
        Follow(Hook);
        Show(Over);

        await sender.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, receiver.Calls);
    }

    [Fact]
    public async Task A_node_that_leaves_does_not_wait_for_a_sweep_that_goes_on()
    {
        Follow(Hook);
        Show(Over with { IsOver = false, Version = 1 });

        await sender.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, receiver.Calls);
    }

    [Fact]
    public async Task A_variable_that_is_not_set_sends_nothing()
    {
        Follow("$SWEEP_NOTIFY_OTHER");
        Show(Over);

        await sender.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, receiver.Calls);
    }

    [Theory]
    [InlineData(Hook, false)]
    [InlineData("$SWEEP_NOTIFY_URL", true)]
    public void Nodes_of_a_cluster_call_no_address_that_a_sweep_file_names(string to, bool isAccepted)
    {
        var planner = new YamlSweepPlanner(new ExperimentCatalog([new NoopDefinition()])) { NotifiesAnyAddress = false };
        var order = new SweepOrder(
            "t", $"name: t\nexperiment: noop\nmethod: grid\nparameters: {{epochs: 1}}\nnotify: {to}\n", folder.FullName);

        var refused = Record.Exception(() => planner.Plan(order, isKnown: false));

        Assert.Equal(isAccepted, refused is null);
        if (!isAccepted) Assert.Contains("write 'notify: $SWEEP_NOTIFY_URL', and set this variable for the nodes", refused!.Message);
    }

    private NoteSender Sender(ILedger of, bool othersGoOn) => new(
        of, new HttpMessageInvoker(receiver), clock, name => name == "SWEEP_NOTIFY_URL" ? Hook : null, othersGoOn, notices.Add,
        NullLogger<NoteSender>.Instance);

    private static SweepProgress Over => new()
    {
        Version = 7,
        Counts = new Dictionary<TrialStatus, int> { [TrialStatus.Completed] = 2 },
        EpochsDone = 2,
        IsOver = true,
    };

    private void Show(SweepProgress progress) => Assert.True(seen.Writer.TryWrite(progress));

    private void Follow(string to) =>
        sender.Follow("cells", new NotifyRules(to, Enum.GetValues<NoteKind>(), TimeSpan.FromMinutes(15)), Look);

    /// <summary>As a coordinator answers: at once when there is news, else when the caller gives up.</summary>
    private async Task<SweepProgress> Look(long version, TimeSpan wait, CancellationToken cancel)
    {
        if (version >= 0) await Task.Delay(Timeout.Infinite, cancel);
        await seen.Reader.WaitToReadAsync(cancel);
        Assert.True(seen.Reader.TryPeek(out var progress));
        return progress;
    }

    /// <summary>A ledger that answers once.</summary>
    public class LosingLedger : DispatchProxy
    {
        private ILedger held = null!;
        private int calls;

        public static ILedger Of(ILedger ledger)
        {
            var proxy = Create<ILedger, LosingLedger>();
            ((LosingLedger)proxy).held = ledger;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            calls++ == 0 ? targetMethod!.Invoke(held, args) : throw new LedgerException("the database is lost");
    }

    private sealed class Receiver : HttpMessageHandler
    {
        private readonly Channel<(string Address, JsonNode Body)> taken = Channel.CreateUnbounded<(string, JsonNode)>();

        public int Refusals { get; set; }

        public HttpStatusCode Refusal { get; set; } = HttpStatusCode.ServiceUnavailable;

        public int Calls { get; private set; }

        public async Task<(string Address, JsonNode Body)> Next() =>
            await taken.Reader.ReadAsync(TestContext.Current.CancellationToken);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            if (Refusals-- > 0) return new HttpResponseMessage(Refusal);
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            taken.Writer.TryWrite((request.RequestUri!.ToString(), body));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
