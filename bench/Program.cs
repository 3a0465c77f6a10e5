using System.Globalization;
using Sweep.Bench;
using Sweep.Bench.Cells;
using Sweep.Bench.Gpu;
using Sweep.Bench.Memory;
using Sweep.Bench.Page;
using Sweep.Bench.Racing;
using Sweep.Bench.Scale;
using Sweep.Bench.Search;
using Sweep.Bench.Texts;
using Sweep.Bench.Verbs;
using Sweep.Experiments.BuiltIn;
using Sweep.Models.Native;

try
{
    return await Run(args);
}
catch (LibtorchException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static async Task<int> Run(string[] args) => args switch
{
    ["cells"] => CellBenchmark.Run(rounds: 15, only: "", Console.Out),
    ["cells", "--rounds", var rounds] when int.TryParse(rounds, out var count) && count > 0 =>
        CellBenchmark.Run(count, only: "", Console.Out),
    ["cells", "--rounds", var rounds, "--only", var only] when int.TryParse(rounds, out var count) && count > 0 =>
        CellBenchmark.Run(count, only, Console.Out),
    ["throughput"] => await ThroughputBenchmark.Run(trials: 1000, Console.Out),
    ["throughput", "--trials", var trials] when int.TryParse(trials, out var count) && count > 0 =>
        await ThroughputBenchmark.Run(count, Console.Out),
    ["scale"] => await ScaleBenchmark.Run(trials: 20_000, trialSeconds: 6, Console.Out),
    ["scale", "--trials", var trials] when int.TryParse(trials, out var count) && count >= 500 =>
        await ScaleBenchmark.Run(count, trialSeconds: 6, Console.Out),
    ["scale", "--trials", var trials, "--seconds", var seconds] when int.TryParse(trials, out var count) && count >= 500
        && double.TryParse(seconds, CultureInfo.InvariantCulture, out var mean) && mean > 0 =>
        await ScaleBenchmark.Run(count, mean, Console.Out),
    ["steps", "--device", var device] => StepBenchmark.Run(device, seconds: 1, Console.Out),
    ["steps", "--device", var device, "--seconds", var seconds] when double.TryParse(seconds, CultureInfo.InvariantCulture, out var length)
        && length > 0 =>
        StepBenchmark.Run(device, length, Console.Out),
    ["verbs", var program] => await VerbBenchmark.Run(program, only: "", [1_000, 10_000, 100_000], Console.Out),
    ["verbs", var program, "--only", var only] => await VerbBenchmark.Run(program, only, [1_000, 10_000, 100_000], Console.Out),
    ["page", var program] => await PageBenchmark.Run(program, Console.Out),
    ["ledger", var folder, var trials] when int.TryParse(trials, out var count) && count > 1 => await MakeLedger(folder, count),
    ["rows", var ledger, var rows] => ReadRows(ledger, rows),
    ["search", .. var options] => SearchBenchmark.Run(options, Console.Out),
    ["texts"] => await TextBenchmark.Run(megabytes: 1024, Console.Out),
    ["texts", "--megabytes", var megabytes] when int.TryParse(megabytes, out var count) && count > 0 =>
        await TextBenchmark.Run(count, Console.Out),
    ["text", var file, var data, var kind, var what] => TextBenchmark.One(file, data, kind, what, Console.Out),
    ["memory"] => await MemoryBenchmark.Run(only: "", Console.Out),
    ["memory", "--only", var only] => await MemoryBenchmark.Run(only, Console.Out),
    ["racing"] => RacingBenchmark.Run(repetitions: 150, Console.Out),
    ["worker"] => WorkerHost.Run(),
    _ => Usage(),
};

static async Task<int> MakeLedger(string folder, int trials)
{
    var (yaml, ledger) = await LargeLedger.Make(Directory.CreateDirectory(folder).FullName, trials);
    Console.WriteLine($"{yaml} and {ledger}: {trials:N0} trials");
    return 0;
}

static int ReadRows(string ledger, string rows)
{
    new RowReading(ledger).Read(rows);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- cells [--rounds N [--only \"char lstm\"]] | throughput " +
        "[--trials N] | scale [--trials N [--seconds S]] | steps --device cpu|cuda [--seconds S] | verbs PATH_OF_SWEEP_DLL [--only " +
        "\"show\"] | page PATH_OF_SWEEP_DLL | ledger FOLDER TRIALS | rows LEDGER KINDS | search [--methods A,B] [--functions A,B] " +
        "[--seeds N] [--workers 1,4] [--marks 50,100,200] [--cache FILE [--fresh A,B]] [--parallel 1|2] | texts [--megabytes N] | " +
        "memory [--only \"seq2seq\"]");
    return 2;
}
