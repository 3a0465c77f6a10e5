using System.Runtime.Intrinsics.X86;
using Sweep.Models.Native;
using Sweep.Models.Runtime;

namespace Sweep.Bench.Cells;

/// <summary>Tokens per second of a whole training step (forward, loss, backward, clip, SGD),
/// this project's way against the course's.</summary>
internal static class CellBenchmark
{
    public static int Run(int rounds, string only, TextWriter output)
    {
        TorchRuntime.UseThreads(1);
        output.WriteLine($"{Processor()}, one thread, {(Avx512F.IsSupported ? "AVX-512" : "AVX2")}, libtorch {Libtorch.Load().Version}, " +
            $".NET {Environment.Version}, float32.");
        output.WriteLine($"Hidden {Setup.Hidden}, batch {Setup.Batch}, {Setup.Steps} steps; medians of {rounds} alternating rounds; " +
            "seconds of processor time.");
        output.WriteLine();
        output.WriteLine("| tokens | vocabulary | cell | course, tokens/s | sweep, tokens/s | ratio | largest difference of 20 losses |");
        output.WriteLine("|---|---:|---|---:|---:|---:|---:|");
        foreach (var setup in Setup.All.Where(setup => $"{setup.Level} {setup.Name}".StartsWith(only, StringComparison.Ordinal)))
            output.WriteLine(Comparison.Run(setup, rounds).Row);
        return 0;
    }

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
}
