using CsCheck;
using Sweep.Contracts;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Experiments.Optimizers;
using Sweep.Models.Cells;

namespace Sweep.Experiments.Tests.Training.Memory;

/// <summary>Terms by hand; that their sum is what a worker takes is shown on real workers (tests/Cluster).</summary>
public sealed class LanguageModelMemoryTests
{
    private const int Vocabulary = 28;
    private static readonly TextSize Text = new(10_000, 10_000);

    // An LSTM of 256 units over 28 letters: 4 x 256 x (28 + 256 + 2) + 28 x 257 numbers of 4 bytes.
    private const long Parameters = 4 * ((4 * 256 * (28 + 256 + 2)) + (28 * 257));

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0, 0)]
    [InlineData(OptimizerKind.Sgd, 0.9, 1)]
    [InlineData(OptimizerKind.Adam, 0, 2)]
    [InlineData(OptimizerKind.Adamw, 0, 2)]
    public void The_optimizer_remembers_so_many_values_per_parameter(OptimizerKind optimizer, double momentum, int values)
    {
        var memory = Of(new() { Rule = new() { Optimizer = optimizer, Momentum = momentum } });

        Assert.Equal((Parameters, Parameters, values * Parameters), (memory.Parameters, memory.Gradients, memory.Optimizer));
        Assert.Equal((2 + values) * Parameters, memory.Checkpoints);
    }

    [Fact]
    public void An_average_is_one_more_value_per_parameter_and_weight_masks_two_per_recurrent_weight()
    {
        var plain = Of(new());
        var averaged = Of(new() { Averaging = new() { Kind = AveragingKind.Asgd } });
        var masked = Of(new() { Extras = new() { DropoutRecurrent = 0.1 } });

        Assert.Equal((Parameters, plain.Checkpoints + Parameters), (averaged.Optimizer, averaged.Checkpoints));
        Assert.Equal(2 * 4 * 4 * 256 * 256, masked.Activations - plain.Activations);
    }

    [Fact]
    public void A_gpu_holds_no_copies_for_checkpoints() => Assert.Equal(0, Of(new(), DeviceClass.Cuda).Checkpoints);

    [Fact]
    public void Libtorchs_own_passes_keep_scores_probabilities_and_gradients_of_every_place() =>
        Assert.Equal(3 * 35 * 32 * Vocabulary * 4, Of(new(), DeviceClass.Cuda).Logits);

    [Fact]
    public void Whatever_device_is_the_larger_of_both()
    {
        var options = new LanguageModelTrialOptions();

        Assert.Equal(Math.Max(Of(options).Total, Of(options, DeviceClass.Cuda).Total), Of(options, DeviceClass.Any).Total);
    }

    [Fact]
    public void More_of_anything_never_takes_less() =>
        Gen.Select(Options, Gen.Int[1, 3], Gen.Bool).Sample((options, factor, onCpu) =>
        {
            var device = onCpu ? DeviceClass.Cpu : DeviceClass.Cuda;
            var least = Of(options, device).Total;
            Assert.True(Of(options with { Hidden = options.Hidden * factor }, device).Total >= least, "hidden");
            Assert.True(Of(options with { Layers = options.Layers * factor }, device).Total >= least, "layers");
            Assert.True(Of(options with { BatchSize = options.BatchSize * factor }, device).Total >= least, "batch_size");
            Assert.True(Of(options with { NumSteps = options.NumSteps * factor }, device).Total >= least, "num_steps");
        });

    [Fact]
    public void Every_term_is_positive_or_nothing() =>
        Options.Sample(options =>
        {
            var m = Of(options);
            Assert.All([m.Base, m.Parameters, m.Gradients, m.Optimizer, m.Activations, m.Logits, m.Corpus, m.Evaluation, m.Checkpoints],
                term => Assert.True(term >= 0));
        });

    private static Gen<LanguageModelTrialOptions> Options =>
        Gen.Select(Gen.Int[0, CellCatalog.Default.All.Count - 1], Gen.Int[1, 2048], Gen.Int[1, 8], Gen.Int[1, 256], Gen.Int[1, 512],
            Gen.Bool, (cell, hidden, layers, batch, steps, both) =>
            new LanguageModelTrialOptions
            {
                Cell = CellCatalog.Default.All[cell],
                Hidden = hidden,
                Layers = layers,
                BatchSize = batch,
                NumSteps = steps,
                Bidirectional = both
            });

    private static MemoryEstimate Of(LanguageModelTrialOptions options, DeviceClass device = DeviceClass.Cpu) =>
        LanguageModelMemory.Of(options, Vocabulary, Text, device);
}
