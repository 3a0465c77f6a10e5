using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>ask and tell: a loop of the user's own runs the trials, and the sweep is one like any other.</summary>
public sealed class AskVerbTests : IDisposable
{
    private const string Yaml = """
        name: search
        experiment: ask
        method: tpe
        run_cap: 5
        metric: {name: loss, goal: minimize}
        early_terminate: {type: median, n_startup_trials: 2}
        parameters:
          x: {min: -2.0, max: 2.0}
          kind: [a, b]
        """;

    private readonly SweepCommand sweep = new();

    public void Dispose() => sweep.Dispose();

    [Fact]
    public async Task A_loop_asks_and_tells_until_the_sweep_is_finished()
    {
        var file = sweep.Write("search.yaml", Yaml);
        for (var asked = await Json("ask", file); asked["trial"] is { } number; asked = await Json("ask", "search"))
        {
            Assert.Equal($"search/{number}", (string?)asked["name"]);
            Assert.InRange((double)asked["config"]!["x"]!, -2, 2);
            Assert.Equal("completed", (string?)(await Json("tell", $"search/{number}", $"{(int)number}.5"))["state"]);
        }

        Assert.Equal("finished", (string?)(await Json("ask", "search"))["state"]);
        var top = await sweep.Run("query", "select number, status, metric, epochs_done from trials order by number", "--format", "csv");
        Assert.Equal(
            "number,status,metric,epochs_done\n" + string.Concat(Enumerable.Range(0, 5).Select(n => $"{n},completed,{n}.5,1\n")), top.Out);
        Assert.Equal((ExitCodes.Done, true), (await sweep.Run("replay", "search")) is var said
            ? (said.Code, said.Out.EndsWith("each follows from what it knew\n", StringComparison.Ordinal)) : default);
    }

    [Fact]
    public async Task Reports_are_judged_and_a_trial_can_fail_diverge_or_be_given_back()
    {
        await sweep.Run("ask", sweep.Write("search.yaml", Yaml));
        for (var trial = 1; trial < 4; trial++) await Json("ask", "search");

        await Json("tell", "search/0", "1", "--epoch", "1");
        await Json("tell", "search/1", "1", "--epoch", "1");
        var stopped = await Json("tell", "search/2", "9", "--epoch", "1");
        Assert.Equal("stopped", (string?)stopped["state"]);
        Assert.Contains("is worse than the median", (string?)stopped["reason"]);
        Assert.Equal("completed", (string?)(await Json("tell", "search/0", "--done"))["state"]);
        // Whoever asks is away; nothing was interrupted that 'resume' could go on with.
        Assert.DoesNotContain("resume", (await sweep.Run("top", "search")).Error);
        Assert.Equal("failed", (string?)(await Json("tell", "search/1", "--failed", "out of memory"))["state"]);
        Assert.Equal("planned", (string?)(await Json("tell", "search/3", "--again"))["state"]);
        Assert.Equal(3, (int?)(await Json("ask", "search"))["trial"]);
        Assert.Equal("diverged", (string?)(await Json("tell", "search/3", "nan"))["state"]);
    }

    [Fact]
    public async Task Configurations_that_are_enqueued_come_first_and_those_of_a_changed_file_next()
    {
        var file = sweep.Write("search.yaml", Yaml + "\nenqueue: [{x: 0.5, kind: b}]\n");
        Assert.Equal("""{"x":0.5,"kind":"b"}""", (await Json("ask", file))["config"]!.ToJsonString());
        await Json("ask", file);

        sweep.Write("search.yaml", Yaml + "\nenqueue: [{x: 0.5, kind: b}, {x: -1.5, kind: a}]\n");
        Assert.Equal("""{"x":-1.5,"kind":"a"}""", (await Json("ask", file))["config"]!.ToJsonString());
        for (var trial = 0; trial < 3; trial++) await Json("tell", $"search/{trial}", $"{9 - trial}.5");
        await Json("ask", "search");

        var log = await sweep.Run(
            "query", "select trial, json_extract(evidence, '$.enqueued') as entry from decisions", "--format", "csv");
        Assert.Equal("trial,entry\n0,1\n1,\n2,2\n3,\n", log.Out);
        Assert.EndsWith("each follows from what it knew\n", (await sweep.Run("replay", "search")).Out);
    }

    [Fact]
    public async Task Several_programs_that_ask_at_once_get_different_trials()
    {
        var file = sweep.Write("search.yaml", Yaml);
        await sweep.Run("ask", file);

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Json("ask", "search"))));

        Assert.Equal([1, 2, 3, 4], asked.Select(one => (int)one["trial"]!).Order());
    }

    [Fact]
    public async Task A_sweep_that_is_over_gives_no_trial_and_takes_no_report()
    {
        await sweep.Run("ask", sweep.Write("search.yaml", Yaml));
        await sweep.Run("cancel", "search");

        Assert.Equal("""{"trial":null,"state":"cancelled"}""", (await Json("ask", "search")).ToJsonString());
        await Refused("'search' is over: nothing that is told of search/0 counts any more", "tell", "search/0", "1");
    }

    [Fact]
    public async Task Wrong_input_is_told_with_the_way_out()
    {
        var file = sweep.Write("search.yaml", Yaml);
        await sweep.Run("ask", file);
        await sweep.Run("tell", "search/0", "2", "--epoch", "3");

        await Refused("the trials of 'noop.yaml' are run by workers (experiment: noop)", "ask", Noop());
        await Refused(
            "'deterministic' lets trials run ahead of what is decided about them, and whoever asked for one waits for that: remove it",
            "ask", sweep.Write("same.yaml", Yaml.Replace("name: search", "name: same\ndeterministic: true")));
        await Refused("no worker runs the trials of 'search' (experiment: ask)", "run", file);
        await Refused("search/3 is not there, and only a trial that was asked for can be told of", "tell", "search/3", "1");
        await Refused("search/0 has reported epoch 3 already, found a report of epoch 2", "tell", "search/0", "1", "--epoch", "2");
        await Refused("expected one of a value, --done, --failed and --again, found none", "tell", "search/0");
        await Refused("expected one of a value, --done, --failed and --again, found several", "tell", "search/0", "1", "--done");
        await Refused("--epoch belongs to a value", "tell", "search/0", "--done", "--epoch", "3");
        await Refused("'value' is a number, found 'good'", "tell", "search/0", "good");
        await Refused("expected a trial as NAME/NUMBER", "tell", "search", "1");
        await Refused("the nodes of a cluster would run them themselves", "ask", "search", "--cluster", sweep.Ledger);
    }

    private string Noop()
    {
        sweep.Write("noop.yaml", "name: noop\nexperiment: noop\nmethod: grid\nparameters: {x: [1, 2]}\n");
        return "noop.yaml";
    }

    private async Task Refused(string message, params string[] arguments)
    {
        var said = await sweep.Run(arguments);
        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(message, said.Error);
    }

    private async Task<JsonObject> Json(params string[] arguments)
    {
        var said = await sweep.Run(arguments);
        Assert.True(said.Code == ExitCodes.Done, said.Error);
        return JsonNode.Parse(said.Out)!.AsObject();
    }
}
