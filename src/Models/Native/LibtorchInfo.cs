namespace Sweep.Models.Native;

/// <summary>What <see cref="Libtorch.Load"/> loaded.</summary>
/// <param name="Folder">Absolute path of the folder that holds <c>libtorch_cpu.so</c>.</param>
/// <param name="Shim">Absolute path of TorchSharp's native library, which may lie elsewhere.</param>
/// <param name="Version">libtorch's version, such as <c>2.10.0</c> or <c>2.10.0+cu128</c>; null where a folder of the user's does not tell.</param>
/// <param name="Source">Why this folder was taken.</param>
/// <param name="CudaAvailable">True when libtorch has CUDA and a driver with at least one device answers.</param>
/// <param name="DeviceCount">Number of CUDA devices; 0 without CUDA.</param>
public sealed record LibtorchInfo(
    string Folder, string Shim, string? Version, LibtorchSource Source, bool CudaAvailable, int DeviceCount);
