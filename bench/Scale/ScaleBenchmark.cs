using System.Diagnostics;
using System.Globalization;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Ledger.Stores;
using Sweep.Silo.Contracts;

namespace Sweep.Bench.Scale;

/// <summary>What scheduling costs in a large cluster: real grains and a durable ledger, simulated nodes and workers,
/// all in one process.</summary>
internal static class ScaleBenchmark
{
    private const int Nodes = 200;
    private const int SlotsPerNode = 8;
    private const int Epochs = 3;

    /// <summary>Runs every case and prints markdown tables.</summary>
    /// <param name="trials">Trials of each case.</param>
    /// <param name="trialSeconds">Mean duration of a trial.</param>
    /// <param name="output">Takes the tables.</param>
    public static async Task<int> Run(int trials, double trialSeconds, TextWriter output)
    {
        await output.WriteLineAsync(
            $"{Nodes} simulated nodes of {SlotsPerNode} slots; {trials:N0} trials of {trialSeconds:0.#} s with {Epochs} reports each, so " +
                $"that full slots would end {Nodes * SlotsPerNode / trialSeconds:0} trials/s; {Environment.ProcessorCount} cores, .NET " +
                $"{Environment.Version}; load beside it at the start {Load()}.");
        await output.WriteLineAsync();
        await output.WriteLineAsync("Processor milliseconds for each trial (scheduling, simulated workers and the ledger's client " +
            "together), by tenths of the run:");
        await output.WriteLineAsync();
        await output.WriteLineAsync($"| ledger | sweeps | {string.Join(" | ", Enumerable.Range(1, 10))} | last to second |");
        await output.WriteLineAsync("|---|---:|" + string.Concat(Enumerable.Repeat("---:|", 11)));
        var summaries = new List<string>();
        foreach (var sweeps in new[] { 1, 50 }) summaries.Add(await Case("SQLite", sweeps, trials, trialSeconds, output));
        if (PostgresServer.Available) summaries.Add(await Case("PostgreSQL", 1, trials, trialSeconds, output));
        await output.WriteLineAsync();
        await output.WriteLineAsync("| ledger | sweeps | seconds | trials/s | transactions/s | changes in one | ms until durable, median " +
            "| 99th | peak memory, MB |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var summary in summaries) await output.WriteLineAsync(summary);
        await output.WriteLineAsync();
        await output.WriteLineAsync("| sweeps | slot broker: µs of a renewal | µs of a newcomer's first claim |");
        await output.WriteLineAsync("|---:|---:|---:|");
        foreach (var sweeps in new[] { 1, 50 })
        {
            var (renewal, arrival) = BrokerCost.Measure(Nodes, SlotsPerNode, sweeps);
            await output.WriteLineAsync($"| {sweeps} | {renewal:0} | {arrival:0} |");
        }

        return 0;
    }

    private static async Task<string> Case(string kind, int sweeps, int trials, double trialSeconds, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("sweep-scale-");
        try
        {
            var address = kind == "SQLite"
                ? (LedgerAddress)new SqliteAddress(Path.Combine(folder.FullName, "sweep.db"))
                : new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
            await using var ledger = new TimedLedger(LedgerStore.Open(address, TimeProvider.System));
            await using var cluster = await SimulatedCluster.Start(ledger, folder.FullName, Nodes, SlotsPerNode, Epochs, trialSeconds);
            // Some trials first: what is measured is the path, not the compiler that warms it up.
            await Run(cluster, Names("warm-up", 1), Nodes * SlotsPerNode, folder.FullName, _ => { });
            var before = ledger.Batches.Count;
            var tenths = new Tenths(trials);
            var began = Stopwatch.GetTimestamp();
            await Run(cluster, Names("scale", sweeps), trials, folder.FullName, tenths.See);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var costs = tenths.Costs;
            await output.WriteLineAsync(
                $"| {kind} | {sweeps} | {string.Join(" | ", costs.Select(c => $"{c:0.00}"))} | {costs[^1] / costs[1]:0.00} |");
            await Verify(ledger, Names("scale", sweeps), trials);
            var batches = ledger.Batches.Skip(before).ToList();
            var times = batches.Select(b => b.Milliseconds).Order().ToList();
            return $"| {kind} | {sweeps} | {seconds:0.0} | {trials / seconds:0} | {batches.Count / seconds:0} | " +
                $"{batches.Average(b => b.Changes):0.0} | {times[times.Count / 2]:0.0} | {times[times.Count * 99 / 100]:0.0} | " +
                $"{PeakMegabytes()} |";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Names(string stem, int sweeps) => [.. Enumerable.Range(0, sweeps).Select(n => $"{stem}-{n}")];

    /// <summary>Submits the sweeps, which share the trials evenly, and watches until all are over.</summary>
    private static async Task Run(SimulatedCluster cluster, string[] names, int trials, string folder, Action<int> see)
    {
        var done = new int[names.Length];
        await Task.WhenAll(names.Select(name =>
            cluster.Grains.GetGrain<ISweepGrain>(name).Start(new SweepOrder(name, Yaml(name, trials / names.Length), folder))));
        await Task.WhenAll(names.Select(async (name, i) =>
        {
            var sweep = cluster.Grains.GetGrain<ISweepGrain>(name);
            SweepProgress progress;
            for (progress = await sweep.Watch(0); !progress.IsOver; progress = await sweep.Watch(progress.Version))
            {
                done[i] = progress.Counts[TrialStatus.Completed];
                see(done.Sum());
                await Task.Delay(100);
            }

            done[i] = progress.Counts[TrialStatus.Completed];
            if (progress.Failure is { } failure) throw new InvalidOperationException(failure);
        }));
        see(done.Sum());
    }

    private static async Task Verify(TimedLedger ledger, string[] names, int trials)
    {
        var (completed, attempts, reports) = (0, 0, 0);
        foreach (var name in names)
        {
            completed += (await ledger.ListTrials(name)).Count(t => t.Status == TrialStatus.Completed);
            attempts += (await ledger.ListAttempts(name)).Count(a => a.Outcome == AttemptOutcome.Completed);
            reports += (await ledger.ListEpochs(name)).Count;
        }

        if ((completed, attempts, reports) != (trials, trials, trials * Epochs))
            throw new InvalidOperationException($"expected {trials} trials completed once with {Epochs} reports each, found {completed} " +
                $"trials, {attempts} attempts, {reports} reports");
    }

    private static string Yaml(string name, int trials) => $$"""
        name: {{name}}
        experiment: noop
        method: random
        run_cap: {{trials}}
        metric: {name: loss, goal: minimize}
        parameters:
          x: {min: 0.0, max: 1.0}
          y: {min: 0.0, max: 1.0}
          epochs: {{Epochs}}
        """;

    private static string PeakMegabytes()
    {
        const string peak = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(peak, StringComparison.Ordinal));
        return $"{long.Parse(line[peak.Length..^2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite) / 1024}";
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
