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

    private static EngineChoice Choose(LanguageModelOptions options) =>
        EngineChoice.For(options, onCpu: true, threads: 1, hasVectors: true);

    private static void Rejects(EngineChoice choice, string because)
    {
        Assert.False(choice.Fused);
        Assert.Contains(because, choice.Reason, StringComparison.Ordinal);
    }
}
