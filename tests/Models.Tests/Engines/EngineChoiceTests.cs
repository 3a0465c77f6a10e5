using Sweep.Models.Cells;
using Sweep.Models.Engines;

namespace Sweep.Models.Tests.Engines;

public sealed class EngineChoiceTests
{
    private static readonly LanguageModelOptions Plain = new() { Cell = RnnCell.Descriptor, Vocabulary = 28, Layers = 2 };

    [Fact]
    public void One_thread_of_a_cpu_with_vectors_takes_the_fused_kernels() => Assert.True(Choose(Plain).Fused);

    [Fact]
    public void Gpu_takes_its_own_kernels() => Rejects(EngineChoice.For(Plain, onCpu: false, threads: 1, hasVectors: true), "GPU");

    [Fact]
    public void Old_processor_takes_libtorch() => Rejects(EngineChoice.For(Plain, onCpu: true, threads: 1, hasVectors: false), "AVX2");

    [Fact]
    public void Several_threads_take_libtorch_which_can_use_them() =>
        Rejects(EngineChoice.For(Plain, onCpu: true, threads: 4, hasVectors: true), "4 threads");

    [Fact]
    public void Bidirectional_model_takes_libtorch() => Rejects(Choose(Plain with { Bidirectional = true }), "bidirectional");

    [Fact]
    public void Dropout_between_layers_takes_libtorch_but_not_with_one_layer()
    {
        Rejects(Choose(Plain with { Dropout = 0.1 }), "dropout");
        Assert.True(Choose(Plain with { Dropout = 0.1, Layers = 1 }).Fused);
    }

    [Fact]
    public void Dropout_on_inputs_and_layer_normalisation_take_libtorch()
    {
        Rejects(Choose(Plain with { Extras = new() { DropoutInput = 0.1 } }), "dropout on inputs");
        Rejects(Choose(Plain with { Extras = new() { LayerNorm = true } }), "layer normalisation");
    }

    [Fact]
    public void Ties_other_masks_skips_and_initial_values_keep_the_fused_kernels() =>
        Assert.True(Choose(Plain with
        {
            Cell = GruCell.Descriptor,
            EmbeddingSize = 256,
            Extras = new()
            {
                Tied = true,
                DropoutOutput = 0.1,
                DropoutRecurrent = 0.1,
                Residual = true,
                ForgetBias = 1,
                RecurrentInit = RecurrentInit.Orthogonal,
            },
        }).Fused);

    private static EngineChoice Choose(LanguageModelOptions options) =>
        EngineChoice.For(options, onCpu: true, threads: 1, hasVectors: true);

    private static void Rejects(EngineChoice choice, string because)
    {
        Assert.False(choice.Fused);
        Assert.Contains(because, choice.Reason, StringComparison.Ordinal);
    }
}
