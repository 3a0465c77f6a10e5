namespace Sweep.Models.Native;

/// <summary>Where the loaded libtorch came from, in order of precedence.</summary>
public enum LibtorchSource
{
    /// <summary>The folder that the environment variable <c>SWEEP_LIBTORCH</c> names: an existing PyTorch's <c>torch/lib</c>, with its CUDA.</summary>
    Environment,

    /// <summary>The folder <c>libtorch</c> beside a published program.</summary>
    Published,

    /// <summary>The folder that the build prepared from the restored packages.</summary>
    Build,
}
