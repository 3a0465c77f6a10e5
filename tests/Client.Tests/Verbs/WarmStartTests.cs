using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>warm_start: what another sweep of the ledger has found is known from the first suggestion on, and kept.</summary>
public sealed class WarmStartTests : IDisposable
{
    private const string Space = """
        experiment: ask
        method: gp
        run_cap: 6
        metric: {name: loss, goal: minimize}
        parameters:
          x: {min: -2.0, max: 2.0}
          kind: [a, b]

        """;

    private readonly SweepCommand sweep = new();

    public void Dispose() => sweep.Dispose();

    [Fact]
    public async Task Whatever_becomes_of_the_other_sweep_the_decisions_follow_from_what_was_known()
    {
        await Play(sweep.Write("old.yaml", "name: old\n" + Space), 6);
        var file = sweep.Write("new.yaml", "name: new\nwarm_start: old\nenqueue: [{x: 0.25, kind: b}]\n" + Space);

        var validated = await sweep.Run("validate", file);
        Assert.Contains("ranked by loss (lowest first), and knows 6 configurations of other sweeps\n", validated.Out);
        Assert.Contains("2:13: notice: warm start knows 6 of 6 configurations of 'old'\n", validated.Error);
        Assert.Contains("knows 6 configurations of 'old' before it begins", (await sweep.Run("plan", file)).Error);
        await Play(file, 3);
        Assert.Equal(ExitCodes.Done, (await sweep.Run("rm", "old")).Code);
        await Play("new", 2);

        // The first is enqueued; the second is chosen by a model of what is known and it.
        var log = await sweep.Run("query", "select json_extract(evidence, '$.results') as r from decisions", "--format", "csv");
        Assert.StartsWith("r\n\n7\n8\n", log.Out);
        Assert.EndsWith("each follows from what it knew\n", (await sweep.Run("replay", "new")).Out);
        sweep.Write("new.yaml", "name: new\nwarm_start: old\nenqueue: [{x: 0.25, kind: b}, {x: 0.5, kind: a}]\n" +
            Space.Replace("run_cap: 6", "run_cap: 9", StringComparison.Ordinal));
        Assert.Equal("""{"x":0.5,"kind":"a"}""", (await Json("ask", file))["config"]!.ToJsonString());
        Assert.EndsWith("each follows from what it knew\n", (await sweep.Run("replay", "new")).Out);
    }

    [Theory]
    [InlineData("warm_start: olf", "2:13: 'warm_start': there is no sweep 'olf' in ")]
    [InlineData("warm_start: olf", "; did you mean 'old'? (it holds: old)")]
    [InlineData("warm_start: old\nmetric: {name: loss, goal: maximize}",
        "'old' is ranked by loss (smaller is better), this file by loss (larger is better): name a sweep with the same metric and goal")]
    [InlineData("warm_start: old\nparameters: {x: {min: 3.0, max: 4.0}, kind: [a, b]}",
        "nothing of 'old' is known here: 2 by the value of 'x', which is none of this file's. Give the parameters of this file those " +
            "values too, or name another sweep")]
    [InlineData("warm_start: old\nparameters: {x: {min: -2.0, max: 2.0}}",
        "nothing of 'old' is known here: 2 by 'kind', which this file does not have.")]
    [InlineData("warm_start: old\nexperiment: noop\nparameters: {x: {min: -2.0, max: 2.0}}",
        "'old' trains with the experiment 'ask', this file with 'noop': name a sweep of the same experiment")]
    public async Task What_says_nothing_about_the_sweep_is_an_error_with_its_place(string keys, string error)
    {
        await Play(sweep.Write("old.yaml", "name: old\n" + Space), 2);
        var own = keys.Split('\n').Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).ToList();
        var others = Space.Split('\n').Where(line => !own.Any(key => line.StartsWith(key + ":", StringComparison.Ordinal)));
        if (own.Contains("parameters")) others = others.Where(line => !line.StartsWith(' '));

        var said = await sweep.Run("validate", sweep.Write("new.yaml", $"name: new\n{keys}\n{string.Join('\n', others)}"));

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(error, said.Error);
    }

    [Fact]
    public async Task A_file_of_which_everything_is_known_has_nothing_to_try()
    {
        await Play(sweep.Write("old.yaml", "name: old\n" + Space.Replace("{min: -2.0, max: 2.0}", "[1, 2]", StringComparison.Ordinal)), 4);

        var said = await sweep.Run("validate", sweep.Write(
            "new.yaml", "name: new\nwarm_start: old\n" + Space.Replace("{min: -2.0, max: 2.0}", "[1, 2]", StringComparison.Ordinal)));

        Assert.Contains("all 4 configurations of this file are known already, and none is tried twice", said.Error);
    }

    /// <summary>Asks and tells so many times.</summary>
    private async Task Play(string what, int trials)
    {
        for (var n = 0; n < trials; n++)
        {
            var asked = await Json("ask", what);
            await Json("tell", (string)asked["name"]!, FormattableString.Invariant($"{Math.Pow((double)asked["config"]!["x"]! - 0.5, 2)}"));
        }
    }

    private async Task<JsonObject> Json(params string[] arguments)
    {
        var said = await sweep.Run(arguments);
        Assert.True(said.Code == ExitCodes.Done, said.Error);
        return JsonNode.Parse(said.Out)!.AsObject();
    }
}
