using System.Net;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Tests.Operations;

/// <summary>A real listener on a free loopback port.</summary>
public sealed class NodeWebTests
{
    [Fact]
    public async Task A_node_that_is_active_and_reaches_its_ledger_is_alive_and_ready()
    {
        await using var web = await RunningWeb.Start();

        Assert.Equal(HttpStatusCode.OK, (await web.Get("/healthz")).StatusCode);
        var ready = await web.Get("/readyz");

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.True((bool)(await Body(ready))["ready"]!);
    }

    [Fact]
    public async Task A_ledger_that_fails_makes_the_node_unready_but_not_dead_and_the_answer_keeps_the_details_to_itself()
    {
        await using var web = await RunningWeb.Start();
        web.AskLedger = () => throw new InvalidOperationException("Host=db.internal;Password=hush: no route");

        var ready = await web.Get("/readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(["ledger"], (await Body(ready))["problems"]!.AsObject().Select(p => p.Key));
        Assert.DoesNotContain("hush", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, (await web.Get("/healthz")).StatusCode);
    }

    [Fact]
    public async Task A_node_that_leaves_says_so()
    {
        await using var web = await RunningWeb.Start();
        (web.IsDraining, web.SiloIsActive) = (true, false);

        var ready = await web.Get("/readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(["node", "silo"], (await Body(ready))["problems"]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task Metrics_name_the_node_and_show_what_was_counted()
    {
        await using var web = await RunningWeb.Start();
        web.Metrics.AttemptEnded("cpu", AttemptOutcome.OutOfMemory);

        var text = await web.Scrape();

        Assert.Contains(text.Split('\n'), line => line.StartsWith("sweep_attempts_ended_total{", StringComparison.Ordinal)
            && line.Contains("outcome=\"out_of_memory\"", StringComparison.Ordinal) && line.Contains(" 1", StringComparison.Ordinal));
        Assert.Contains("service_instance_id=\"first\"", text);
    }

    [Fact]
    public async Task A_taken_port_is_the_users_mistake_with_a_way_out()
    {
        await using var web = await RunningWeb.Start();
        using var metrics = new NodeMetrics("Sweep.Test.Taken");
        var options = new NodeWebOptions { NodeName = "second", Http = web.Place, ExportsOtlp = false };
        var health = new NodeHealth(() => true, () => Task.CompletedTask, () => false, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() =>
            NodeWeb.Start(options, health, metrics, cancel: TestContext.Current.CancellationToken));

        Assert.True(refused.IsInputError);
        Assert.StartsWith($"--http: cannot listen on {web.Place}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_listens_unless_it_is_asked_for()
    {
        using var metrics = new NodeMetrics("Sweep.Test.Quiet");
        var health = new NodeHealth(() => true, () => Task.CompletedTask, () => false, TimeProvider.System);

        await using var web = await NodeWeb.Start(
            new NodeWebOptions { NodeName = "n", ExportsOtlp = false }, health, metrics, cancel: TestContext.Current.CancellationToken);

        Assert.Equal((null, null), (web.Http, web.Dashboard));
    }

    private static async Task<JsonNode> Body(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}
