using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Given;
using Sweep.Client.Tests.Samples;

namespace Sweep.Client.Tests.Verbs;

/// <summary><c>sweep ui</c>: the page of a ledger.</summary>
public sealed class UiVerbTests : IDisposable
{
    private readonly SweepCommand command = new();

    public UiVerbTests() => command.Variables["XDG_CONFIG_HOME"] = Path.Combine(command.Folder, "config");

    public void Dispose() => command.Dispose();

    [Fact]
    public async Task It_prints_one_link_and_shows_what_top_says_until_it_is_interrupted()
    {
        await using var scenario = await LedgerScenario.Cells(command.Ledger);
        await scenario.Completed(0, 3.5);
        await scenario.Completed(1, 3.25);
        await scenario.Completed(2, 3);

        var (said, address, answers) = await Serve("cells", "/api/s/cells/top", "/api/s/cells");

        using var other = new SweepCommand();
        var top = await other.Run("top", "cells", "--format", "json", "--db", command.Ledger);
        Assert.Equal(JsonNode.Parse(top.Out)!.ToJsonString(), answers[0]["rows"]!.ToJsonString());
        Assert.Equal(("interrupted", 1.5), ((string)answers[1]["status"]!, (double)answers[1]["floor"]!));
        Assert.Equal((0, $"{address}\n"), (said.Code, said.Out));
        Assert.Equal("/s/cells", address.AbsolutePath);
    }

    [Fact]
    public async Task A_sweep_of_an_experiment_of_one_s_own_is_shown_without_its_assembly()
    {
        var own = Path.Combine(command.Folder, "Own.dll");
        File.Copy(SamplePrograms.Assembly("OwnExperiment"), own);
        var run = await SweepProcess.Sweep(command.Folder, "run", Path.Combine(Repository.Root, "samples", "OwnExperiment", "valley.yaml"),
            "--set", $"assembly={own}", "--set", "run_cap=2", "--workers", "1", "--db", command.Ledger);
        Assert.True(run.Code == 0, run.Out + run.Error);
        File.Delete(own);

        var (_, _, answers) = await Serve("valley", "/api/s/valley");

        Assert.Null(answers[0]["problem"]);
        Assert.Equal("bayes", (string?)answers[0]["method"]);
    }

    [Fact]
    public async Task Without_a_ledger_or_a_sweep_of_that_name_nothing_is_served()
    {
        Assert.Equal(2, (await command.Run("ui")).Code);
        await using var scenario = await LedgerScenario.Cells(command.Ledger);

        var said = await command.Run("ui", "cell");

        Assert.Equal(2, said.Code);
        Assert.Contains("did you mean 'cells'?", said.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give --tls-certificate FILE", "--bind", "0.0.0.0")]
    [InlineData("--bind expects an address of this machine, such as 10.0.0.7, found 'here'", "--bind", "here")]
    [InlineData("--port expects a whole number from 0 to 65,535, found '70000'", "--port", "70000")]
    [InlineData("expected a certificate and its key in PEM", "--tls-certificate", "sweep.db")]
    public async Task What_cannot_be_served_is_named(string expected, params string[] options)
    {
        await using var scenario = await LedgerScenario.Cells(command.Ledger);

        var said = await command.Run(["ui", .. options]);

        Assert.Equal(2, said.Code);
        Assert.Contains(expected, said.Error, StringComparison.Ordinal);
        Assert.Empty(said.Out);
    }

    [Fact]
    public async Task The_page_of_a_run_ends_with_it()
    {
        command.Write("cells.yaml", "name: cells\nexperiment: noop\nmetric: loss\nmethod: grid\nparameters: {x: [1, 2]}\n");

        var said = await command.Run("run", "cells.yaml", "--ui", "--detach");

        Assert.Equal(2, said.Code);
        Assert.Contains("--ui and --detach exclude each other", said.Error, StringComparison.Ordinal);
    }

    /// <summary>Serves a sweep's page, asks it for some answers, and interrupts it.</summary>
    private async Task<(Said Said, Uri Address, JsonNode[] Answers)> Serve(string sweep, params string[] paths)
    {
        var link = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        command.OnText = text => link.TrySetResult(text.Trim());
        var serving = command.Run("ui", sweep, "--port", "0");
        var address = new Uri(await link.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Query["?token=".Length..]);
        var answers = new List<JsonNode>();
        foreach (var path in paths) answers.Add(JsonNode.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken))!);
        command.Interrupt();
        return (await serving, address, [.. answers]);
    }
}
