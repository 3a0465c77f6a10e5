using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Optimizers;
using Sweep.Models.Runtime;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Bench.Gpu;

/// <summary>
/// Tokens per second of the trainer's own step (forward, loss, backward, clip, optimiser) on any device, one JSON line per setup.
/// <c>bench/gpu/steps.py</c> measures the same setups with PyTorch.
/// </summary>
internal static class StepBenchmark
{
    private const int NumSteps = 35, WarmUpSteps = 20, Repeats = 3;

    public static int Run(string deviceName, double seconds, TextWriter output)
    {
        TorchRuntime.UseThreads(1);
        var device = TorchRuntime.ParseDevice(deviceName);
        foreach (var setup in StepSetup.All)
            output.WriteLine(Line(setup, Measure(setup, device, seconds)));
        return 0;
    }

    private static string Line(StepSetup setup, double tokensPerSecond) => JsonSerializer.Serialize(new
    {
        by = "sweep",
        setup.Tokens,
        setup.Vocabulary,
        cell = setup.Cell.Name,
        setup.Hidden,
        setup.Batch,
        optimizer = setup.Optimizer.ToString().ToLower(CultureInfo.InvariantCulture),
        tokens_per_second = Math.Round(tokensPerSecond),
    }, JsonSerializerOptions.Web);

    private static double Measure(StepSetup setup, Device device, double seconds)
    {
        var options = new LanguageModelTrialOptions
        {
            Cell = setup.Cell,
            Hidden = setup.Hidden,
            BatchSize = setup.Batch,
            NumSteps = NumSteps,
            Rule = new() { Optimizer = setup.Optimizer, Lr = setup.Optimizer == OptimizerKind.Sgd ? 0.5 : 0.001 },
        };
        var tokens = ZipfTokens.Draw(setup.Vocabulary, count: setup.Batch * ((NumSteps * 40) + 1) + NumSteps + 1);
        using var state = new TrainingState(options, setup.Vocabulary, new TrialSeeds(1), device);
        using var training = new TrainingBatches(tokens, options.Shape, device);
        using var batches = training.Epoch(seed: 1, epoch: 1);
        Steps(state, batches, WarmUpSteps);
        var perStep = Seconds(state, batches, 10) / 10;
        var steps = Math.Max(10, (int)(seconds / Repeats / perStep));
        var fastest = Enumerable.Range(0, Repeats).Min(_ => Seconds(state, batches, steps));
        return (double)steps * setup.Batch * NumSteps / fastest;
    }

    private static double Seconds(TrainingState state, EpochBatches batches, int steps)
    {
        var clock = Stopwatch.StartNew();
        Steps(state, batches, steps);
        return clock.Elapsed.TotalSeconds;
    }

    private static void Steps(TrainingState state, EpochBatches batches, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            if (step % batches.Count == 0) state.EndEpoch();
            state.Step(batches, 1, step % batches.Count);
        }
        state.SumOfBatchNats(); // waits for a GPU
    }
}
