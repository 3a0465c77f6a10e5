namespace Sweep.Models.Engines;

/// <summary>Which engine computes a model's steps.</summary>
/// <param name="Fused">True for the kernels of this library, false for libtorch's modules.</param>
/// <param name="Reason">Why, in a few words.</param>
internal sealed record EngineChoice(bool Fused, string Reason)
{
    /// <summary>The fastest engine that computes this model on this device, by libtorch's threads per operation, and where the processor
    /// has the instructions of <see cref="Fused.Microkernel"/> or has not.</summary>
    public static EngineChoice For(LanguageModelOptions options, bool onCpu, int threads, bool hasVectors) =>
        (onCpu, hasVectors, options.FusedObstacle) switch
        {
            (false, _, _) => new(false, "torch: the GPU's own recurrent kernels"),
            (_, false, _) => new(false, "torch: this processor has neither AVX-512 nor AVX2"),
            (_, _, { } obstacle) => new(false, $"torch: {obstacle}"),
            _ when threads > 1 => new(false, $"torch: {threads} threads, of which the fused kernels would use one"),
            _ => new(true, "fused: look-up input, one pass per cell, cross-entropy joined with the decoder"),
        };
}
