namespace Sweep.Models.Native;

/// <summary>Two folders to load from: libtorch's own and that of TorchSharp's native library.</summary>
/// <param name="Folder">Absolute path of the folder that holds <c>libtorch_cpu.so</c>.</param>
/// <param name="ShimFolder">Absolute path of the folder that holds <c>libLibTorchSharp.so</c>.</param>
/// <param name="Source">Why this folder was taken.</param>
internal sealed record LibtorchPlace(string Folder, string ShimFolder, LibtorchSource Source)
{
    /// <summary>TorchSharp's native library, corrected for older C++ libraries by the build.</summary>
    public const string ShimName = "libLibTorchSharp.so";

    /// <summary>Absolute path of TorchSharp's native library.</summary>
    public string Shim => Path.Combine(ShimFolder, ShimName);
}
