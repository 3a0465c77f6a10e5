using System.Diagnostics;
using System.Text.Json;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Sqlite;
using Sweep.Page.Tests.Browsers;

namespace Sweep.Bench.Page;

/// <summary>How late a report is painted while 3,000 trials are there and 400 reports come each second: each batch brings a new best, and
/// the page notes when it shows it.</summary>
internal static class PageLag
{
    private const string Sweep = "live";
    private const int Trials = 3000;
    private const int Batch = 20;
    private const int Batches = 300;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    /// <param name="server">Serves the ledger.</param>
    /// <param name="path">The ledger.</param>
    /// <returns>A line for people.</returns>
    public static async Task<string> Measure(PageServer server, string path)
    {
        await using var ledger = SqliteLedger.Open(path, TimeProvider.System);
        await ledger.CreateSweep(
            new NewSweep { Name = Sweep, Yaml = "name: live\n", BaseFolder = "/", Experiment = "noop", Metric = "loss", Replicates = 1 },
            [.. Enumerable.Range(0, Trials).Select(number => new PlannedTrial
            {
                Number = number,
                Config = $$"""{"x":{{number}}}""",
                Epochs = 100_000,
                CostKey = "noop",
            })]);
        var me = await ledger.Claim(Sweep, []);
        await ledger.Apply(Sweep, me, [.. Enumerable.Range(0, Batch).Select(trial => new AttemptStarted(Ref(trial), $"node/cpu/{trial}"))]);
        await using var browser = await Browser.Open();
        await browser.Go(server.Link($"s/{Sweep}"));
        await browser.Until("document.documentElement.dataset.ready === '1'");
        await browser.Eval("""
            window.seen = {};
            new MutationObserver(() => {
              const text = document.querySelector('#facts b')?.innerText.trim();
              if (text) window.seen[text] ??= Date.now();
            }).observe(document.getElementById('facts'), { childList: true, subtree: true, characterData: true });
            """);
        var written = new Dictionary<int, long>();
        var clock = Stopwatch.StartNew();
        for (var batch = 1; batch <= Batches; batch++)
        {
            await ledger.Apply(Sweep, me, [.. Enumerable.Range(0, Batch).Select(trial => Report(trial, batch))]);
            written[1000 - batch] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            if (Beat * batch - clock.Elapsed is { Ticks: > 0 } rest) await Task.Delay(rest);
        }

        var took = clock.Elapsed;
        await browser.Until($"{1000 - Batches} in window.seen");
        var seen = JsonSerializer.Deserialize<Dictionary<string, long>>((string)(await browser.Eval("JSON.stringify(window.seen)"))!)!;
        var painted = written.Keys.Where(value => seen.ContainsKey(value.ToString()))
            .Select(value => (value, seen[value.ToString()])).ToList();
        var lags = written.Select(report => Lag(report.Key, report.Value, painted)).Order().ToList();
        var (median, most) = (lags[lags.Count / 2], lags[(int)(lags.Count * 0.95)]);
        return $"Live, {Trials:N0} trials, {Batch * Batches / took.TotalSeconds:N0} reports a second: median {median} ms from the commit " +
            $"of each of {lags.Count} values until it or a better one is painted, p95 {most} ms, most {lags[^1]} ms; server " +
            $"{server.Memory():N0} MB.";
    }

    /// <summary>Milliseconds until the value, or one that had replaced it by then, was seen. Values that the page skipped count, too: they
    /// waited for the paint that shows a later one.</summary>
    private static long Lag(int value, long committed, IEnumerable<(int Value, long At)> painted) =>
        painted.Where(paint => paint.Value <= value).Min(paint => paint.At) - committed;

    private static TrialRef Ref(int trial) => new(Sweep, trial, 1);

    /// <summary>Every batch has a better best than the one before, a whole number.</summary>
    private static EpochReported Report(int trial, int batch) => new(Ref(trial), new TrialReport
    {
        Epoch = batch,
        Metrics = new Dictionary<string, double> { ["loss"] = 1000 - batch + (trial * 1000) },
    });
}
