using System.Diagnostics;
using System.Globalization;
using Sweep.Contracts;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Worker;

namespace Sweep.Bench.Memory;

/// <summary>What trials are predicted to take of the machine's memory, and what a real worker took at its peak by the kernel's count
/// (<c>VmHWM</c>); a worker for each trial.</summary>
internal static class MemoryBenchmark
{
    private static readonly ExperimentCatalog Catalog = BuiltInExperiments.Catalog();

    /// <summary>Writes the table.</summary>
    /// <param name="only">Part of the names of the trials to run; empty = all.</param>
    /// <param name="output">Where to.</param>
    public static async Task<int> Run(string only, TextWriter output)
    {
        await output.WriteLineAsync("| trial | predicted, MiB | asked | took | predicted / took | |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---|");
        foreach (var trial in MemoryTrial.All.Where(trial => trial.Label.Contains(only, StringComparison.Ordinal)))
        {
            using var folder = new TemporaryFolder();
            trial.Prepare(folder.Path);
            var (predicted, took) = (Predict(trial, folder.Path), await Took(trial, folder.Path));
            var asked = MemoryAsk.Of(predicted);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {trial.Label} | {predicted >> 20:N0} | {asked >> 20:N0} | {took >> 20:N0} | {(double)predicted / took:0.00} | " +
                $"{(took > asked ? "more than was asked for" : took < predicted / 2 ? "less than half" : "")} |"));
        }

        return 0;
    }

    private static long Predict(MemoryTrial trial, string folder)
    {
        var (definition, config) = (Catalog.Find(trial.Experiment)!, TrialConfig.Parse(trial.Config().ToJsonString()));
        if (definition.Check(config, folder) is [var problem, ..]) throw new InvalidOperationException(problem.Message);
        return definition.PredictMemory(config, new DataCatalog(definition).Measure(config, folder).CostKey, DeviceClass.Cpu)!.Value;
    }

    private static async Task<long> Took(MemoryTrial trial, string folder)
    {
        using var process = Process.Start(Worker())!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteLineAsync(WorkerProtocol.Write(new StartTrial
        {
            Sweep = "memory",
            Trial = 0,
            Attempt = 1,
            Experiment = trial.Experiment,
            Seed = 1,
            Metric = Catalog.Find(trial.Experiment)!.DefaultMetric!,
            CheckpointFolder = Path.Combine(folder, "trial"),
            BaseFolder = folder,
            Config = trial.Config(),
        }));
        await process.StandardInput.FlushAsync();
        TrialEnded? ended = null;
        while (ended is null && await process.StandardOutput.ReadLineAsync() is { } line)
            ended = WorkerProtocol.TryReadEvent(line) as TrialEnded;
        var took = ended?.Outcome == AttemptOutcome.Completed ? Peak(process.Id) : 0;
        process.Kill();
        await process.WaitForExitAsync();
        return took > 0 ? took : throw new InvalidOperationException($"{trial.Label}: {ended?.Outcome} {ended?.Reason} {await errors}");
    }

    private static ProcessStartInfo Worker()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(MemoryBenchmark).Assembly.Location);
        start.ArgumentList.Add(WorkerHost.Verb);
        foreach (var (name, value) in WorkerRuntime.Settings) start.Environment[name] = value;
        return start;
    }

    private static long Peak(int process) => 1024 * long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
