using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sweep.Client.Hosting;
using Sweep.Client.Nodes;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Client.Tests.Given;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger.Sqlite;
using Sweep.Reports.Tables;

namespace Sweep.Client.Tests.Verbs;

/// <summary>Every text that is not ours (names, values, reasons, the standard error of programs, paths, arguments) holds what a terminal
/// would obey: none of it may arrive there.</summary>
public sealed partial class HostileTextTests : IAsyncLifetime
{
    /// <summary>Sets the window's title, forges a line, turns the direction of reading, hides something, and is markup.</summary>
    private const string Evil = "\u001b]0;owned\u0007\r\nFORGED\u202e\u200b\u2028\u009b2J[red]";

    private const string Name = "s" + Evil;

    private readonly SweepCommand sweep = new();

    public async ValueTask InitializeAsync()
    {
        await using var ledger = SqliteLedger.Open(sweep.Ledger, new StillClock());
        await ledger.CreateSweep(
            new NewSweep
            {
                Name = Name,
                Yaml = $"name: {Evil}\n",
                BaseFolder = "/base" + Evil,
                Description = "Why?"
                + Evil,
                Experiment = "noop" + Evil,
                Metric = "loss" + Evil,
                Replicates = 1
            },
            [.. Enumerable.Range(0, 4)
                .Select(i => new PlannedTrial { Number = i, Config = Config(i), Replicate = 0, Seed = i, Epochs = 1, CostKey = Evil,
                Corpus = CorpusFacts.Of(Evil, null) })]);
        var me = await ledger.Claim(Name, []);
        for (var i = 0; i < 4; i++)
        {
            var trial = new TrialRef(Name, i, 1);
            var ended = i == 3
                ? new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = "why" + Evil, StderrTail = "Traceback" + Evil }
                : new TrialEnded { Outcome = AttemptOutcome.Completed };
            var report = new TrialReport
            {
                Epoch = 1,
                Seconds = 1,
                Metrics = new Dictionary<string, double> { ["loss" + Evil] = i, ["other" + Evil] = 1 }
            };
            await ledger.Apply(Name, me,
            [
                new AttemptStarted(trial, "node" + Evil + "/cpu/0"), new EpochReported(trial, report),
                new AttemptFinished(trial, ended, i == 3 ? TrialStatus.Failed : TrialStatus.Completed),
            ]);
        }

        await ledger.SetStatus(Name, me, SweepStatus.Finished);
    }

    public ValueTask DisposeAsync()
    {
        sweep.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("ls", "--db", "none" + Evil)]
    [InlineData("top", Name)]
    [InlineData("top", "x" + Evil)]
    [InlineData("show", Name)]
    [InlineData("show", Name + "/0")]
    [InlineData("show", Name + "/3")]
    [InlineData("show", Name + "/77")]
    [InlineData("show", "a/" + Evil)]
    [InlineData("compare", Name, "--by", "key" + Evil)]
    [InlineData("compare", Name, "--by", "x" + Evil)]
    [InlineData("importance", Name)]
    [InlineData("importance", "x" + Evil)]
    [InlineData("query", "select * from trials")]
    [InlineData("query", "select * from attempts")]
    [InlineData("query", "select 1 as \"column" + Evil + "\"")]
    [InlineData("query", "select \"" + Evil + "\" from nowhere" + Evil)]
    [InlineData("export", Name, "--format", "table")]
    [InlineData("export", Name, "--what", "epochs", "--format", "table")]
    [InlineData("export", Name, "--what", "leaderboard", "--format", "table")]
    [InlineData("export", Name, "--what", "x" + Evil)]
    [InlineData("export", Name, "--to", "copy" + Evil + ".db")]
    [InlineData("generate", Name + "/0")]
    [InlineData("cancel", Name)]
    [InlineData("cancel", "x" + Evil)]
    [InlineData("resume", Name)]
    [InlineData("doctor")]
    [InlineData("doctor", "--db", "dir" + Evil + "/x.db")]
    [InlineData("validate", "good.yaml")]
    [InlineData("validate", "bad.yaml")]
    [InlineData("validate", "none" + Evil)]
    [InlineData("validate", "good.yaml", "--set", "name=" + Evil)]
    [InlineData("validate", "good.yaml", "--set", "parameters.x" + Evil + "=1")]
    [InlineData("validate", "good.yaml", "--set", Evil)]
    [InlineData("plan", "good.yaml")]
    [InlineData("plan", "good.yaml", "--db", "x" + Evil)]
    [InlineData("run", "good.yaml")]
    [InlineData("nodes", "--cluster", "Nothing=" + Evil)]
    [InlineData("pause", "x" + Evil, "--cluster", "Nothing=" + Evil)]
    [InlineData("watch", "x" + Evil, "--cluster", "Nothing=" + Evil)]
    [InlineData("silo", "--cluster", "x.db", "--name", "n" + Evil)]
    [InlineData("silo", "--bind", Evil)]
    [InlineData("verb" + Evil)]
    [InlineData("top", "--" + Evil)]
    [InlineData("top", Name, "--limit", Evil)]
    [InlineData("--help")]
    public async Task Verb_shows_it_escaped(params string[] args)
    {
        sweep.Write("good.yaml", """
            name: fresh
            description: "Why?\e]0;owned\a\r\nFORGED"
            experiment: noop
            method: grid
            metric: loss
            parameters: {epochs: 1, x: [1, 2]}
            """);
        sweep.Write("bad.yaml", """
            name: "n\e]0;owned\a\r\nFORGED"
            "key\e]0;owned\a\r\nFORGED": 1
            experiment: "x\e]0;owned\a\r\nFORGED"
            method: "m\e]0;owned\a\r\nFORGED"
            parameters: {"p\e]0;owned\a\r\nFORGED": "v\e]0;owned\a\r\nFORGED"}
            """);
        sweep.Variables["SWEEP_COMMAND"] = "sweep" + Evil;
        sweep.Libtorch = new LibtorchProbe { Problem = "broken" + Evil, Folder = Evil };
        sweep.Host = request =>
            new ScriptedSweep(request.LedgerPath, trial => trial) { Notices = ["fresh/0 failed after attempt 1: why" + Evil] };

        foreach (var terminal in new[] { TerminalFacts.None, new TerminalFacts(true, true, 4000) })
        {
            sweep.Terminal = terminal;
            var said = await sweep.Run(args);

            Assert.NotEmpty(said.Out + said.Error);
            foreach (var text in new[] { said.Out, said.Error }) AssertHarmless(text);
        }
    }

    [Fact]
    public async Task Markup_in_a_value_shows_literally() =>
        Assert.Contains("[red]", (await sweep.Run("show", Name + "/0")).Out, StringComparison.Ordinal);

    [Fact]
    public async Task Json_says_it_in_escapes_and_means_it_exactly()
    {
        var said = await sweep.Run("ls", "--format", "json");

        AssertHarmless(said.Out);
        Assert.Equal(Name, JsonDocument.Parse(said.Out).RootElement[0].GetProperty("sweep").GetString());
    }

    [Fact]
    public async Task Csv_is_exact_in_a_pipe_and_escaped_on_a_terminal()
    {
        Assert.Contains("\"why" + Evil + "\"", (await sweep.Run("export", Name)).Out, StringComparison.Ordinal);

        sweep.Terminal = new TerminalFacts(true, true, 100);
        Assert.Contains(@"why\u001b]0;owned\u0007\r", (await sweep.Run("export", Name)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Node_table_shows_it_escaped()
    {
        var device = new DeviceOffer { Device = "cpu" + Evil, Units = 0.5 };
        using var output = new StringWriter();

        TableWriter.Write(Nodes(device), OutputFormat.Table, new ConsoleWriter(output), TerminalFacts.None);

        AssertHarmless(output.ToString());
    }

    [Fact]
    public void Log_of_a_node_shows_it_escaped_and_our_own_colours_still_work()
    {
        using var output = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "Sweep" + Evil, default, "lost"
            + Evil, new InvalidOperationException(Evil), (state, _) => state);

        new NodeLogFormatter(new StillClock(), hasColor: true).Write(entry, null, output);

        AssertHarmless(output.ToString());
        Assert.StartsWith("2026-03-01 12:00:00 \e[33mwarn\e[0m: Sweep", output.ToString(), StringComparison.Ordinal);
    }

    private static string Config(int trial) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?> { ["key" + Evil] = "value" + Evil + trial, ["always" + Evil] = Evil, ["lr"] = trial / 10.0 });

    private static DataTable Nodes(DeviceOffer device) => NodeTable.Of(
        [new NodeView { Offer = new() { Node = "n" + Evil, Incarnation = "1", Host = "h" + Evil, Devices = [device] },
            Devices = [new(device, 0.5, 0)] }], new StillClock());

    /// <summary>What is left without the colours and movements that we and our library make: text, and line breaks of ours.</summary>
    private static void AssertHarmless(string output)
    {
        var text = OurOwn().Replace(output, "");
        Assert.DoesNotMatch(@"(?m)^FORGED", text);
        Assert.Equal(Printable.Lines(text), text);
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\r(?=\e|\n|$)")]
    private static partial Regex OurOwn();
}
