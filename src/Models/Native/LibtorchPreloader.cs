using System.Runtime.InteropServices;

namespace Sweep.Models.Native;

/// <summary>Loads the native libraries of one place in the order of their dependencies.</summary>
internal static class LibtorchPreloader
{
    // libgomp first: libtorch_cpu asks for it by a name that only this folder knows.
    private static readonly string[] Order =
        ["libgomp*.so*", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    // Beginnings of the mangled names in namespaces at, c10 and torch.
    private static readonly string[] LibtorchNames = ["_ZN2at", "_ZNK2at", "_ZN3c10", "_ZNK3c10", "_ZN5torch", "_ZNK5torch"];

    public static void Load(LibtorchPlace place)
    {
        var handles = Order
            .SelectMany(pattern => Directory.GetFiles(place.Folder, pattern).Order(StringComparer.Ordinal))
            .Select(LoadOne).ToList();
        if (place.Source == LibtorchSource.Environment && Environment.GetEnvironmentVariable(Libtorch.MissingVariable) != "allow")
            RequireFunctions(place, handles);
        LoadOne(place.Shim);
    }

    private static nint LoadOne(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new LibtorchException($"Cannot load {path}: {WayOut(error.Message)}", error);
        }
    }

    private static string WayOut(string loader)
    {
        // The loader's message goes on with every other path it tried; its first line tells the cause.
        var cause = loader.Split('\n')[0].Trim();
        if (loader.Contains("GLIBCXX_", StringComparison.Ordinal) || loader.Contains("CXXABI_", StringComparison.Ordinal))
            return $"the C++ library of this system is too old ({cause}). Install libstdc++6 of GCC 11 or later (Debian 12, Ubuntu 22.04).";
        if (loader.Contains("GLIBC_", StringComparison.Ordinal))
            return $"the C library of this system is too old ({cause}). Use Debian 12, Ubuntu 22.04 or later.";
        if (loader.Contains("libcu", StringComparison.Ordinal) || loader.Contains("nvidia", StringComparison.OrdinalIgnoreCase))
            return $"a CUDA library is missing ({cause}). Install the CUDA libraries this PyTorch was made for, or unset SWEEP_LIBTORCH.";
        return $"{cause}. Build the program again (dotnet build), or correct SWEEP_LIBTORCH.";
    }

    private static void RequireFunctions(LibtorchPlace place, List<nint> handles)
    {
        // Names of functions carry their argument types, so a changed operator shows as a missing one.
        // Unnoticed it would end the process at its first call.
        var missing = ElfSymbols.Undefined(place.Shim)
            .Where(name => Array.Exists(LibtorchNames, name.StartsWith))
            .Where(name => !handles.Exists(handle => NativeLibrary.TryGetExport(handle, name, out _))).ToList();
        if (missing.Count == 0) return;
        throw new LibtorchException(
            $"{place.Folder} holds libtorch {LibtorchVersion.Of(place.Folder) ?? "of an unknown version"}, which lacks " +
                $"{missing.Count} functions " +
            $"that this program needs from {Libtorch.RequiredVersion} (first: {missing[0]}). " +
            $"Install PyTorch {Libtorch.RequiredVersion} (pip install torch=={Libtorch.RequiredVersion}), unset {Libtorch.Variable}, " +
            $"or set {Libtorch.MissingVariable}=allow to try without them: a worker that calls one of them ends at once.");
    }
}
