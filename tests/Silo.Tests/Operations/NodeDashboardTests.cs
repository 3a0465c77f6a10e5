using System.Net;
using Orleans.TestingHost;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Tests.Operations;

/// <summary>The dashboard of a real silo of this process.</summary>
public sealed class NodeDashboardTests
{
    [Fact]
    public async Task The_dashboard_shows_the_cluster_hides_the_log_and_answers_only_to_loopbacks_names()
    {
        var cancel = TestContext.Current.CancellationToken;
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo.AddNodeDashboard());
        await using var cluster = builder.Build();
        await cluster.DeployAsync(cancel);
        using var metrics = new NodeMetrics("Sweep.Test.Dashboard");
        var health = new NodeHealth(() => true, () => Task.CompletedTask, () => false, TimeProvider.System);
        var options = new NodeWebOptions { NodeName = "n", DashboardPort = 0, ExportsOtlp = false };

        await using var web = await NodeWeb.Start(options, health, metrics, cluster.Client, cancel);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{web.Dashboard}") };

        Assert.True(IPAddress.IsLoopback(web.Dashboard!.Address));
        Assert.Contains("<html", await client.GetStringAsync(new Uri("/", UriKind.Relative), cancel));
        // The collector looks once a second: its first answers hold nothing yet.
        await Sweeps.Wait.Until(async () => (await client.GetStringAsync(new Uri("/DashboardCounters", UriKind.Relative), cancel))
            .Contains("\"hosts\":[{", StringComparison.Ordinal), "the dashboard shows the silo");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("/Trace", UriKind.Relative), cancel)).StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/");
        foreign.Headers.Host = "rebound.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(foreign, cancel)).StatusCode);
    }
}
