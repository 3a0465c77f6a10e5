namespace Sweep.Models.Native;

/// <summary>What <see cref="Libtorch.Load"/> loaded.</summary>
/// <param name="Folder">Absolute path of the folder that holds <c>libtorch_cpu.so</c>.</param>
/// <param name="Shim">Absolute path of TorchSharp's native library, which may lie elsewhere.</param>
/// <param name="Version">libtorch's version, such as <c>2.10.0</c> or <c>2.10.0+cu128</c>;
/// null where a folder of the user's does not tell.</param>
/// <param name="Source">Why this folder was taken.</param>
/// <param name="CudaAvailable">True when libtorch has CUDA and a driver with at least one device answers.</param>
/// <param name="DeviceCount">Number of CUDA devices; 0 without CUDA.</param>
public sealed record LibtorchInfo(
    string Folder, string Shim, string? Version, LibtorchSource Source, bool CudaAvailable, int DeviceCount);

/// <summary>Two folders to load from: libtorch's own and that of TorchSharp's native library.</summary>
/// <param name="Folder">Absolute path of the folder that holds <c>libtorch_cpu.so</c>.</param>
/// <param name="ShimFolder">Absolute path of the folder that holds <c>libLibTorchSharp.so</c>.</param>
/// <param name="Source">Why this folder was taken.</param>
internal sealed record LibtorchPlace(string Folder, string ShimFolder, LibtorchSource Source)
{
    /// <summary>TorchSharp's native library, corrected for older C++ libraries by the build.</summary>
    public const string ShimName = "libLibTorchSharp.so";

    public string Shim => Path.Combine(ShimFolder, ShimName);
}

/// <summary>Where the loaded libtorch came from, in order of precedence.</summary>
public enum LibtorchSource
{
    /// <summary>The folder that the environment variable <c>SWEEP_LIBTORCH</c> names:
    /// an existing PyTorch's <c>torch/lib</c>, with its CUDA.</summary>
    Environment,

    /// <summary>The folder <c>libtorch</c> beside a published program.</summary>
    Published,

    /// <summary>The folder that the build prepared from the restored packages.</summary>
    Build,
}

/// <summary>libtorch could not be found or loaded.</summary>
/// <param name="message">One line for the user: what is wrong, where, and the way out.</param>
/// <param name="cause">What the loader said; null = nothing.</param>
#pragma warning disable CA1032 // Always with a message.
public sealed class LibtorchException(string message, Exception? cause = null) : Exception(message, cause);
#pragma warning restore CA1032
