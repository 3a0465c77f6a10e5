using System.Diagnostics;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Noop;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;

namespace Sweep.Bench;

/// <summary>Trials per second that train nothing, through the whole path:
/// grains, real worker processes, durable ledger (every commit flushed to disk).</summary>
internal static class ThroughputBenchmark
{
    private const int EpochsPerTrial = 5;
    private const int Rounds = 3;

    /// <summary>Runs the sweep with one and with two slots, with a method that looks at no results and with one that learns from all of
    /// them, by turns, and prints the medians as lines of a markdown table.</summary>
    public static async Task<int> Run(int trials, TextWriter output)
    {
        await output.WriteLineAsync($"{trials:N0} trials of the noop experiment, {EpochsPerTrial} reports each; medians of {Rounds} " +
            $"rounds by turns; {Environment.ProcessorCount} cores, .NET {Environment.Version}.");
        await output.WriteLineAsync($"Load of the machine beside it at the start: {Load()} runnable threads.");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| method | slots | seconds | trials/s by the clock | processor ms/trial, node " +
            "| processor ms/trial, workers | trials/s one core allows |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---:|---:|");
        var setups = new[] { "random", "tpe" }.SelectMany(method => new[] { 1, 2 }.Select(slots => (method, slots))).ToList();
        var costs = setups.ToDictionary(setup => setup, _ => new List<Cost>());
        for (var round = 0; round < Rounds; round++)
            foreach (var setup in setups) costs[setup].Add(await Measure(setup.method, setup.slots, trials));
        foreach (var (method, slots) in setups)
        {
            var own = costs[(method, slots)];
            var (seconds, node, workers) = (Median(own, c => c.Seconds), Median(own, c => c.Node), Median(own, c => c.Workers));
            await output.WriteLineAsync($"| {method} | {slots} | {seconds:0.00} | {trials / seconds:0} | {node:0.00} | {workers:0.00} | " +
                $"{1000 / (node + workers):0} |");
        }

        return 0;
    }

    private static double Median(List<Cost> costs, Func<Cost, double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);

    private static async Task<Cost> Measure(string method, int slots, int trials)
    {
        var folder = Directory.CreateTempSubdirectory("sweep-throughput-");
        try
        {
            await using var node = await SweepNode.Start(Options(folder.FullName, slots), new ExperimentCatalog([new NoopDefinition()]));
            // Some trials first: what is measured is the path, not the compiler that warms it up.
            await RunSweep(node, "warm-up", method, 200, folder.FullName);
            var (nodeBefore, workersBefore) = ProcessorTime();
            var seconds = await RunSweep(node, "noop", method, trials, folder.FullName);
            var (nodeAfter, workersAfter) = ProcessorTime();
            return new Cost(seconds, (nodeAfter - nodeBefore) / trials, (workersAfter - workersBefore) / trials);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> RunSweep(SweepNode node, string name, string method, int trials, string folder)
    {
        var yaml = $$"""
            name: {{name}}
            experiment: noop
            method: {{method}}
            run_cap: {{trials}}
            metric: {name: loss, goal: minimize}
            parameters:
              x: {min: 0.0, max: 1.0}
              y: {min: 0.0, max: 1.0}
              epochs: {{EpochsPerTrial}}
            """;
        var sweep = node.Grains.GetGrain<ISweepGrain>(name);
        var began = Stopwatch.GetTimestamp();
        await sweep.Start(new SweepOrder(name, yaml, folder));
        // A watcher looks ten times a second, as the live display does.
        SweepProgress progress;
        for (progress = await sweep.Watch(0); !progress.IsOver; progress = await sweep.Watch(progress.Version)) await Task.Delay(100);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var completed = progress.Counts[TrialStatus.Completed];
        return completed == trials
            ? seconds
            : throw new InvalidOperationException(
                $"expected {trials} completed trials, found {completed}; {progress.Failure} {string.Join("; ", progress.Notices)}");
    }

    /// <summary>Milliseconds of processor time that this process and its children have used.</summary>
    private static (double Node, double Workers) ProcessorTime()
    {
        using var self = Process.GetCurrentProcess();
        var workers = 0.0;
        foreach (var process in Process.GetProcessesByName(self.ProcessName).Where(p => p.Id != self.Id && Parent(p.Id) == self.Id))
        {
            workers += process.TotalProcessorTime.TotalMilliseconds;
            process.Dispose();
        }

        return (self.TotalProcessorTime.TotalMilliseconds, workers);
    }

    /// <summary>Fourth field of /proc/PID/stat; the second is the name in parentheses.</summary>
    private static int Parent(int process) => int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ')[1]);

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static NodeOptions Options(string folder, int slots) => new()
    {
        Name = "bench",
        Slots = [.. Enumerable.Range(0, slots).Select(n => new DeviceSlot("cpu", n))],
        LedgerPath = Path.Combine(folder, "sweep.db"),
        WorkerCommand = [Environment.ProcessPath!, "worker"],
    };

    /// <summary>What a sweep took.</summary>
    /// <param name="Seconds">By the clock.</param>
    /// <param name="Node">Milliseconds of processor time of this process for a trial.</param>
    /// <param name="Workers">The same of its worker processes.</param>
    private sealed record Cost(double Seconds, double Node, double Workers);
}
