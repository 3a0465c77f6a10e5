using System.Globalization;
using Sweep.Models.Native;
using TorchSharp;

namespace Sweep.Models.Runtime;

/// <summary>libtorch's settings of this process: threads and devices. Every member loads libtorch first.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool interopSet;

    /// <summary>Sets how many threads one operation of libtorch uses, and one thread between operations.</summary>
    /// <param name="threads">At least 1. One per worker and one worker per core is fastest on a CPU: the threads of libtorch spin.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public static void UseThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Libtorch.Load();
        lock (Gate)
        {
            torch.set_num_threads(threads);
            if (!interopSet)
                torch.set_num_interop_threads(1); // libtorch allows this once per process
            interopSet = true;
        }
    }

    /// <summary>Reads a device name.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> (the first one) or <c>cuda:N</c>.</param>
    /// <returns>The device, present on this machine.</returns>
    /// <exception cref="ArgumentException">The name is none of these, or this machine has no such device.</exception>
    public static torch.Device ParseDevice(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var info = Libtorch.Load();
        if (name == "cpu") return torch.CPU;
        var index = name == "cuda" ? 0 : name.StartsWith("cuda:", StringComparison.Ordinal) && ParseIndex(name[5..]) is { } parsed ? parsed
            : throw new ArgumentException($"Device '{name}' is unknown: expected cpu, cuda or cuda:N (N = 0, 1, ...).", nameof(name));
        if (!info.CudaAvailable)
            throw new ArgumentException($"Device '{name}' is absent: {WhyNoCuda(info)} Use cpu.", nameof(name));
        if (index >= info.DeviceCount)
            throw new ArgumentException($"Device '{name}' is absent: this machine has {info.DeviceCount} CUDA device(s), cuda:0 to " +
                $"cuda:{info.DeviceCount - 1}.", nameof(name));
        return torch.device($"cuda:{index}");
    }

    /// <summary>Bytes of a device of this machine in all: for the CPU those of the machine; null where the CUDA driver does not
    /// tell.</summary>
    public static long? MemoryBytes(torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CUDA ? CudaDriver.TotalMemoryBytes(device.index) : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    /// <summary>The product name of a device of this machine, or null where the CUDA driver does not tell.</summary>
    public static string? Name(torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CUDA ? CudaDriver.Name(device.index) : "CPU";
    }

    private static int? ParseIndex(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string WhyNoCuda(LibtorchInfo info) => File.Exists(Path.Combine(info.Folder, "libtorch_cuda.so"))
        ? $"libtorch in {info.Folder} has CUDA, but no driver with a device answers (nvidia-smi shows what the driver sees)."
        : $"libtorch in {info.Folder} is without CUDA. Set {Libtorch.Variable} to a PyTorch with CUDA, or build with -p:Backend=cuda.";
}
