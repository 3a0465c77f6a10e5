using System.Diagnostics;
using System.Globalization;
using Sweep.Bench.Verbs;
using Sweep.Page.Tests.Browsers;

namespace Sweep.Bench.Page;

/// <summary>What the live page costs: paint, a page that is ready, memory, bytes, and how late a report is painted.</summary>
internal static class PageBenchmark
{
    /// <summary>Milliseconds since the navigation at which the page was ready.</summary>
    private const string ReadyAt = "window.readyAt ?? null";

    /// <param name="program">Path of <c>sweep.dll</c>.</param>
    /// <param name="output">Takes the table.</param>
    public static async Task<int> Run(string program, TextWriter output)
    {
        if (!File.Exists(Browser.Program))
        {
            await Console.Error.WriteLineAsync($"there is no {Browser.Program}");
            return 1;
        }

        await output.WriteLineAsync("| trials x epochs | first paint, ms | ready, ms | script, KB on the wire | DOM nodes | " +
            "script heap, MB | server RSS, MB |");
        await output.WriteLineAsync("|---|---|---|---|---|---|---|");
        var lag = "";
        foreach (var (trials, epochs) in new[] { (3_000, 100), (100_000, 10) })
        {
            using var folder = new TemporaryFolder();
            var (_, ledger) = await LargeLedger.Make(folder.Path, trials, epochs);
            await using var server = await PageServer.Start(program, ledger, folder.Path, LargeLedger.Sweep);
            await output.WriteLineAsync($"| {trials:N0} x {epochs} | {await Median(server)} | {server.Memory():N0} |");
            if (epochs == 100) lag = await PageLag.Measure(server, ledger);
        }

        await output.WriteLineAsync($"\n{lag}");
        return 0;
    }

    /// <summary>The middle one of three visits with a browser that knows nothing, after one that warms the server.</summary>
    private static async Task<string> Median(PageServer server)
    {
        await Visit(server);
        var visits = new List<Visited>();
        for (var i = 0; i < 3; i++) visits.Add(await Visit(server));
        var middle = visits.OrderBy(visit => visit.Ready).ElementAt(1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{middle.Paint:N0} | {middle.Ready:N0} | {middle.Script:N0} | {middle.Nodes:N0} | {middle.Heap:N0}");
    }

    private static async Task<Visited> Visit(PageServer server)
    {
        await using var browser = await Browser.Open();
        // The cookie first: what is measured is a page that is opened again, as it is after a bookmark.
        await browser.Go(server.Link("query"));
        await browser.Until("document.documentElement.dataset.ready === '1'");
        await browser.AtEveryPage("""
            new MutationObserver(() => { if (document.documentElement?.dataset.ready === '1') window.readyAt ??= performance.now(); })
              .observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
            """);
        await browser.Go($"{server.Address}s/{LargeLedger.Sweep}");
        await browser.Until($"location.pathname.startsWith('/s/') && ({ReadyAt})");
        return new Visited(
            await Number("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"), await Number(ReadyAt),
            await Number("performance.getEntriesByType('resource').filter(r => r.name.endsWith('.js'))" +
                ".reduce((sum, r) => sum + r.encodedBodySize, 0) / 1000"),
            await Number("document.querySelectorAll('*').length"), await Number("performance.memory.usedJSHeapSize / 1e6"));

        async Task<double> Number(string script) => (double)(await browser.Eval($"Number({script})"))!;
    }

    private sealed record Visited(double Paint, double Ready, double Script, double Nodes, double Heap);
}

/// <summary>The program that serves a page.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly Uri link;

    private PageServer(Process process, Uri link) => (this.process, this.link) = (process, link);

    public Uri Address => new(link, "/");

    /// <summary>Starts it.</summary>
    /// <param name="program">Path of <c>sweep.dll</c>.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="home">Folder of the secret.</param>
    /// <param name="sweep">Name of a sweep.</param>
    public static async Task<PageServer> Start(string program, string ledger, string home, string sweep)
    {
        var info = new ProcessStartInfo("dotnet", [program, "ui", sweep, "--db", ledger, "--port", "0"]) { RedirectStandardOutput = true };
        info.Environment["XDG_CONFIG_HOME"] = home;
        var process = Process.Start(info)!;
        return new PageServer(process, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    /// <summary>An address with its token.</summary>
    public string Link(string path) => $"{Address}{path}{link.Query}";

    /// <summary>Resident memory in MB.</summary>
    public double Memory()
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
