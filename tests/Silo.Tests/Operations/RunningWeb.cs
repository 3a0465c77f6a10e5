using System.Net;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Tests.Operations;

/// <summary>A node's web listener on a free loopback port, with a health that the test sets and a meter that is the test's alone.</summary>
internal sealed class RunningWeb : IAsyncDisposable
{
    private readonly HttpClient client = new();
    private NodeWeb? web;

    public NodeMetrics Metrics { get; } = new($"Sweep.Test.{Guid.NewGuid():N}");

    public bool SiloIsActive { get; set; } = true;

    public bool IsDraining { get; set; }

    public Func<Task> AskLedger { get; set; } = () => Task.CompletedTask;

    public IPEndPoint Place => web!.Http!;

    public static async Task<RunningWeb> Start()
    {
        var running = new RunningWeb();
        var health = new NodeHealth(() => running.SiloIsActive, () => running.AskLedger(), () => running.IsDraining, TimeProvider.System);
        var options = new NodeWebOptions { NodeName = "first", Http = new IPEndPoint(IPAddress.Loopback, 0), ExportsOtlp = false };
        running.web = await NodeWeb.Start(options, health, running.Metrics, cancel: TestContext.Current.CancellationToken);
        return running;
    }

    public Task<HttpResponseMessage> Get(string path) =>
        client.GetAsync(new Uri($"http://{Place}{path}"), TestContext.Current.CancellationToken);

    public async Task<string> Scrape() => await (await Get("/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await web!.DisposeAsync();
        Metrics.Dispose();
    }
}
