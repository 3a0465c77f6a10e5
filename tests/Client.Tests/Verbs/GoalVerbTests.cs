using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>A sweep with two objectives and a constraint on outcomes, from its file to what verbs say of it.</summary>
public sealed class GoalVerbTests : IDisposable
{
    private const string Yaml = """
        name: search
        experiment: ask
        method: bayes
        run_cap: 4
        metrics: [loss, {name: gain, goal: maximize}]
        outcome_constraints: [seconds <= 2]
        parameters:
          x: {min: -2.0, max: 2.0}
        """;

    private readonly SweepCommand sweep = new();

    public void Dispose() => sweep.Dispose();

    [Fact]
    public async Task Top_ranks_by_fronts_and_what_breaks_a_constraint_last()
    {
        await Told();

        var rows = JsonNode.Parse((await sweep.Run("top", "search", "--format", "json")).Out)!.AsArray();
        Assert.Equal(["2:1", "0:1", "3:2", "1:"], rows.Select(row => $"{row!["trials"]![0]}:{row["front"]}"));
        Assert.Equal("""[1,2,true,0]""", Values(rows[0]!, "objective.loss", "objective.gain", "holds", "violation"));
        Assert.Equal("""[0,9,false,0.5]""", Values(rows[3]!, "objective.loss", "objective.gain", "holds", "violation"));
        var table = await sweep.Run("top", "search");
        Assert.Contains("CONSTRAINT BROKEN (by 50 %)", table.Out);
        Assert.Contains("front 1: 2 configurations of 4 that no other one beats in all objectives", table.Error);
    }

    [Fact]
    public async Task Show_tells_the_values_that_count_and_which_constraints_hold()
    {
        await Told();

        var shown = (await sweep.Run("show", "search/1")).Out;
        Assert.Matches(@"objectives   loss 0\S*, gain 9", shown);
        Assert.Contains("constraint   seconds <= 2: broken by 50 %", shown);
        var json = JsonNode.Parse((await sweep.Run("show", "search/1", "--format", "json")).Out)!;
        Assert.Equal("""{"loss":0,"gain":9}""", json["objectives"]!.ToJsonString());
        Assert.Equal(
            """[{"constraint":"seconds <= 2","holds":false,"violation":0.5,"missing":[]}]""".Replace("<", "\\u003C"),
            json["outcome_constraints"]!.ToJsonString());
        Assert.Contains("ranked by Pareto fronts of loss (lowest first), gain (highest first)", (await sweep.Run("show", "search")).Out);
        await sweep.Run("report", "search");
        Assert.Contains(
            "ask, ranked by Pareto fronts of loss (lowest first), gain (highest first)",
            await File.ReadAllTextAsync(Path.Combine(sweep.Folder, "search.html"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_log_is_derived_again_and_other_verbs_go_by_the_objective_that_is_named()
    {
        await Told();

        Assert.Contains("each follows from what it knew", (await sweep.Run("replay", "search")).Out);
        var compared = await sweep.Run("compare", "search", "--by", "x", "--metric", "gain");
        Assert.Contains("gain", compared.Out);
        Assert.Contains("by gain, one of 2 objectives (loss, gain); --metric takes another", compared.Error);
        const string broken = "constraints on outcomes (seconds <= 2) are not looked at: 1 of 4 trials with a value breaks one\n";
        Assert.Contains($"by loss, one of 2 objectives (loss, gain); --metric takes another\n{broken}",
            (await sweep.Run("compare", "search", "--by", "x")).Error);
        await Refused("'gian' is no objective of 'search'; did you mean 'gain'?", "compare", "search", "--by", "x", "--metric", "gian");
        await Refused("'gian' is no objective of 'search'", "importance", "search", "--metric", "gian");
        await Refused("a simulation knows one metric", "simulate", "search.yaml");
    }

    [Fact]
    public async Task What_is_told_of_other_metrics_must_belong_to_a_value()
    {
        await sweep.Run("ask", sweep.Write("search.yaml", Yaml));

        await Refused("--metric belongs to a value", "tell", "search/0", "--done", "--metric", "gain=1");
        await Refused("--metric expects name=value with a finite number, such as seconds=2.5, found 'gain'", "tell", "search/0", "1",
            "--metric", "gain");
        await Refused("say two things of one metric: 1 and 2", "tell", "search/0", "1", "--metric", "loss=2");
    }

    [Fact]
    public async Task Validate_says_how_several_objectives_rank_and_what_comes_last()
    {
        var said = await sweep.Run("validate", sweep.Write("search.yaml", Yaml));

        Assert.EndsWith(
            "ranked by Pareto fronts of loss (lowest first), gain (highest first), at the epoch with the best loss; last what breaks " +
            "seconds <= 2\n",
            said.Out);
    }

    private async Task Told()
    {
        var file = sweep.Write("search.yaml", Yaml);
        (int Loss, int Gain, int Seconds)[] values = [(2, 3, 1), (0, 9, 3), (1, 2, 2), (3, 1, 1)];
        foreach (var (trial, (loss, gain, seconds)) in values.Index())
        {
            await sweep.Run("ask", trial == 0 ? file : "search");
            var told = await sweep.Run("tell", $"search/{trial}", $"{loss}", "--metric", $"gain={gain}", "--metric", $"seconds={seconds}");
            Assert.True(told.Code == ExitCodes.Done, told.Error);
        }
    }

    private static string Values(JsonNode row, params string[] keys) =>
        $"[{string.Join(',', keys.Select(key => row[key]!.ToJsonString()))}]";

    private async Task Refused(string message, params string[] arguments)
    {
        var said = await sweep.Run(arguments);
        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(message, said.Error);
    }
}
