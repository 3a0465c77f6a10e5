using System.Runtime.InteropServices;

namespace Sweep.Client.Hosting;

/// <summary>The GPUs that a process of this machine may use, as NVIDIA's driver tells them. Loads neither CUDA nor libtorch.</summary>
/// <param name="MemoryBytes">Memory of each one, by number; 0 where nobody tells.</param>
/// <param name="Source">What was asked, for people.</param>
public sealed record GpuList(IReadOnlyList<long> MemoryBytes, string Source)
{
    public int Count => MemoryBytes.Count;

    /// <summary>Bytes of a device named <c>cuda:N</c>; 0 = unknown.</summary>
    public long MemoryOf(string device) =>
        device.Split(':') is ["cuda", var number] && int.TryParse(number, out var index) && index < Count ? MemoryBytes[index] : 0;

    /// <summary>Those that a value of CUDA_VISIBLE_DEVICES leaves, in its order.</summary>
    /// <remarks>As CUDA reads it: a number that no GPU has ends the list. Names (UUIDs, MIG) are believed.</remarks>
    /// <param name="visible">The variable; null = not set, all of them.</param>
    public GpuList VisibleBy(string? visible)
    {
        if (visible is null) return this;
        var left = visible.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => int.TryParse(name, out var index) ? index >= 0 && index < Count ? MemoryBytes[index] : -1 : 0)
            .TakeWhile(bytes => bytes >= 0);
        return new([.. left], $"CUDA_VISIBLE_DEVICES={visible} and {Source}");
    }
}

/// <summary>Asks NVIDIA's driver which GPUs there are: by its management library (NVML), else by its files.</summary>
public static class NvidiaDriver
{
    private const string Library = "libnvidia-ml.so.1";
    private const int Success = 0;

    public static GpuList Look() => Managed() ?? ByFiles("/dev", "/proc/driver/nvidia/gpus");

    /// <summary>Those whose device files are here; where the driver keeps none, those that it lists.</summary>
    /// <param name="devices">Folder of device files: <c>nvidia0</c>, <c>nvidia1</c>.</param>
    /// <param name="listed">Folder with one folder for each GPU.</param>
    public static GpuList ByFiles(string devices, string listed)
    {
        try
        {
            var files = Directory.Exists(devices) ? Directory.EnumerateFileSystemEntries(devices, "nvidia*") : [];
            var count = files.Count(path => int.TryParse(Path.GetFileName(path)["nvidia".Length..], out _));
            if (count == 0 && Directory.Exists(listed)) count = Directory.EnumerateDirectories(listed).Count();
            return new(new long[count], "the files of NVIDIA's driver");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new([], $"the files of NVIDIA's driver, which cannot be read ({e.Message})");
        }
    }

    private static GpuList? Managed()
    {
        try
        {
            if (nvmlInit() != Success) return null;
            try
            {
                return nvmlDeviceGetCount(out var count) == Success
                    ? new([.. Enumerable.Range(0, (int)count).Select(index => Memory((uint)index))], "NVIDIA's driver") : null;
            }
            finally
            {
                _ = nvmlShutdown();
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    private static long Memory(uint index) =>
        nvmlDeviceGetHandleByIndex(index, out var device) == Success && nvmlDeviceGetMemoryInfo(device, out var memory) == Success
            ? (long)memory.Total : 0;

    [DllImport(Library, EntryPoint = "nvmlInit_v2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int nvmlInit();

    [DllImport(Library, EntryPoint = "nvmlShutdown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int nvmlShutdown();

    [DllImport(Library, EntryPoint = "nvmlDeviceGetCount_v2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int nvmlDeviceGetCount(out uint count);

    [DllImport(Library, EntryPoint = "nvmlDeviceGetHandleByIndex_v2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int nvmlDeviceGetHandleByIndex(uint index, out nint device);

    [DllImport(Library, EntryPoint = "nvmlDeviceGetMemoryInfo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int nvmlDeviceGetMemoryInfo(nint device, out MemoryInfo memory);

    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryInfo
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
