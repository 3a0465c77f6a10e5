using Sweep.Models.Native;

namespace Sweep.Models.Runtime;

/// <summary>The CUDA devices of this machine in words, for people.</summary>
public static class DeviceInventory
{
    /// <summary>One entry per CUDA device, by number: <c>cuda:0 NVIDIA H100 80GB HBM3, 79.1 GiB</c>;
    /// as much of it as the driver tells. Empty without CUDA.</summary>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public static IReadOnlyList<string> Describe() => [.. Enumerable.Range(0, Libtorch.Load().DeviceCount).Select(Describe)];

    /// <summary>Bytes of each CUDA device, by number; 0 where the driver does not tell. Empty without CUDA.</summary>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public static IReadOnlyList<long> MemoryBytes() =>
        [.. Enumerable.Range(0, Libtorch.Load().DeviceCount).Select(index => CudaDriver.TotalMemoryBytes(index) ?? 0)];

    private static string Describe(int index)
    {
        var memory = CudaDriver.TotalMemoryBytes(index) is { } bytes ? $", {bytes / (double)(1L << 30):F1} GiB" : "";
        return $"cuda:{index} {CudaDriver.Name(index) ?? "of unknown name"}{memory}";
    }
}
