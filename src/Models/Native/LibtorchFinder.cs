namespace Sweep.Models.Native;

/// <summary>Decides where to load libtorch from. Looks at folders only; loads nothing.</summary>
/// <param name="named">Value of <c>SWEEP_LIBTORCH</c>, or null.</param>
/// <param name="published">The folder beside the program that a publish fills.</param>
/// <param name="built">The folder that the build prepared, or null where the program was built elsewhere.</param>
internal sealed class LibtorchFinder(string? named, string published, string? built)
{
    private static readonly string[] Needed = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>The place with the highest precedence that is complete.</summary>
    /// <exception cref="LibtorchException">A named folder is not usable, or there is none at all.</exception>
    public LibtorchPlace Find()
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            var folder = Path.GetFullPath(named);
            RequireComplete(folder);
            return new LibtorchPlace(Real(folder), ShimFolder(), LibtorchSource.Environment);
        }

        if (HasLibtorch(published)) return new LibtorchPlace(published, ShimFolder(), LibtorchSource.Published);
        if (built is not null && HasLibtorch(built))
            return new LibtorchPlace(built, ShimFolder(), LibtorchSource.Build);
        throw new LibtorchException(
            $"libtorch is missing: neither {published} nor {built ?? "a folder of the build"} holds {Missing(built ?? published)}. " +
            "Build the program again (dotnet build), or set SWEEP_LIBTORCH to the torch/lib folder of a PyTorch installation.");
    }

    // The libraries of a pip installation look for CUDA relative to where they lie ($ORIGIN), and the version stands in a file beside them.
    private static string Real(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return path;
        var here = Path.Combine(Real(parent), Path.GetFileName(path));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
    }

    private static bool HasLibtorch(string folder) => Needed.All(name => File.Exists(Path.Combine(folder, name)));

    private static string Missing(string folder) => Needed.First(name => !File.Exists(Path.Combine(folder, name)));

    private static void RequireComplete(string folder)
    {
        const string wayOut = "Set it to the torch/lib folder of a PyTorch installation, or unset it to use the libtorch of the build.";
        if (!Directory.Exists(folder))
            throw new LibtorchException($"SWEEP_LIBTORCH names the folder {folder}, which does not exist. {wayOut}");
        if (!HasLibtorch(folder))
            throw new LibtorchException($"SWEEP_LIBTORCH names the folder {folder}, which has no {Missing(folder)}. {wayOut}");
    }

    private string ShimFolder()
    {
        string?[] candidates = [published, built];
        return candidates.FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, LibtorchPlace.ShimName)))
            ?? throw new LibtorchException(
                $"TorchSharp's native library {LibtorchPlace.ShimName} is missing in " +
                    $"{string.Join(" and ", candidates.OfType<string>())}. " +
                "Build the program again (dotnet build) or publish it again (dotnet publish).");
    }
}
