using System.Runtime.InteropServices;
using System.Text;

namespace Sweep.Models.Runtime;

/// <summary>Asks the CUDA driver, which every machine with a usable CUDA device has, for what libtorch's C# bindings leave out.</summary>
internal static partial class CudaDriver
{
    private const string Library = "libcuda.so.1";

    public static long? TotalMemoryBytes(int index) =>
        Ask(index, device => cuDeviceTotalMem(out var bytes, device) == 0 ? (long)bytes : (long?)null);

    public static string? Name(int index) => Ask(index, device =>
    {
        var text = new byte[256];
        return cuDeviceGetName(text, text.Length, device) == 0
            ? Encoding.UTF8.GetString(text.AsSpan(0, Array.IndexOf(text, (byte)0))) : null;
    });

    private static T? Ask<T>(int index, Func<int, T?> question)
    {
        try
        {
            return cuInit(0) == 0 && cuDeviceGet(out var device, index) == 0 ? question(device) : default;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return default;
        }
    }

    [LibraryImport(Library)]
    private static partial int cuInit(uint flags);

    [LibraryImport(Library)]
    private static partial int cuDeviceGet(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int cuDeviceTotalMem(out nuint bytes, int device);

    [LibraryImport(Library)]
    private static partial int cuDeviceGetName([Out] byte[] name, int length, int device);
}
