using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>Rungs, and what early stopping saves: expected by plan, and told by show, top and run.</summary>
public sealed class EarlyStoppingTests : IDisposable
{
    private readonly SweepCommand sweep = new();

    [Theory]
    [InlineData("show-halving", "show", "halving")]
    [InlineData("show-halving-json", "show", "halving", "--format", "json", "--limit", "1")]
    [InlineData("top-halving", "top", "halving")]
    public async Task Output_is_as_committed(string text, params string[] args)
    {
        await HalvingScenario.Write(sweep.Ledger);

        Verified.Matches(text, await sweep.Run(args));
    }

    [Theory]
    [InlineData("top", "halving", "--format", "json")]
    [InlineData("top", "halving", "--format", "csv")]
    [InlineData("show", "halving", "--format", "csv")]
    [InlineData("show", "halving/1")]
    public async Task Rows_for_programs_stay_as_they_are(params string[] args)
    {
        await HalvingScenario.Write(sweep.Ledger);

        var said = await sweep.Run(args);

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.DoesNotContain("reached", said.ToString());
    }

    [Theory]
    [InlineData("asha, max_iter: 9", "  asha compares at epochs 1, 3\n  about 14 of 54 epochs (26 %) if exactly the best 1/3 go on ")]
    [InlineData("asha, max_iter: 9, brackets: 2",
        "  asha compares at epochs 1, 3 (bracket 0); epoch 3 (bracket 1)\n  about 22 of 54 epochs (41 %) if exactly the best 1/3 ")]
    [InlineData("hyperband, min_iter: 1", "  hyperband compares at epochs 1, 3\n  about 14 of 54 epochs (26 %) if exactly the best 1/3 ")]
    public async Task A_plan_tells_rungs_and_expected_compute(string rule, string lines)
    {
        sweep.Write("halving.yaml", File(rule));

        var said = await sweep.Run("plan", "halving.yaml");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains(lines, said.Error);
    }

    [Fact]
    public async Task A_rule_without_rungs_has_none_in_a_plan()
    {
        sweep.Write("halving.yaml", File("median"));

        Assert.DoesNotContain("median", (await sweep.Run("plan", "halving.yaml")).Error);
    }

    [Fact]
    public async Task A_run_tells_programs_what_is_expected_and_what_was_saved()
    {
        sweep.Write("halving.yaml", File("asha, max_iter: 9"));
        sweep.Host = _ => new ScriptedSweep(sweep.Ledger, trial => trial);

        var lines = (await sweep.Run("run", "halving.yaml", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal("[[1,3]]", lines[0]["rungs"]!.ToJsonString());
        Assert.Equal(14, (int)lines[0]["expected_epochs"]!);
        Assert.Equal(("asha", 6), ((string)lines[^1]["early_stopping"]!["rule"]!, (int)lines[^1]["early_stopping"]!["trained_epochs"]!));
        Assert.Contains("asha stopped 0 of 6 trials; 6 epochs trained, none saved\n", (await sweep.Run("run", "halving.yaml")).Error);
    }

    public void Dispose() => sweep.Dispose();

    private static string File(string rule) => HalvingScenario.File.Replace("asha, max_iter: 9", rule, StringComparison.Ordinal)
        .Replace("[0, 1, 2, 3]", "[0, 1, 2, 3, 4, 5]", StringComparison.Ordinal);
}
