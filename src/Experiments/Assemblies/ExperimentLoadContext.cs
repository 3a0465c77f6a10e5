using System.Reflection;
using System.Runtime.Loader;

namespace Sweep.Experiments.Assemblies;

/// <summary>Holds an assembly of experiments with what lies beside it. Of <c>Sweep.*</c> and of TorchSharp there is one copy in the
/// process, the program's own, so that both sides mean the same types; all else has the version that it was built with.</summary>
/// <param name="path">Absolute path of the assembly.</param>
internal sealed class ExperimentLoadContext(string path) : AssemblyLoadContext(Path.GetFileName(path))
{
    private static readonly string[] Shared = ["Sweep.", "TorchSharp"];
    private readonly AssemblyDependencyResolver beside = new(path);

    /// <summary>The assembly itself, with its symbols when they are there.</summary>
    public Assembly Load(byte[] image)
    {
        using var pdb = Symbols();
        return LoadFromStream(new MemoryStream(image), pdb);
    }

    /// <summary>A build may be writing them; then stack traces have no lines.</summary>
    private MemoryStream? Symbols()
    {
        try
        {
            var symbols = Path.ChangeExtension(path, ".pdb");
            return File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    protected override Assembly? Load(AssemblyName name)
    {
        if (Shared.Any(prefix => name.Name!.StartsWith(prefix, StringComparison.Ordinal)) && OfProgram(name) is { } own) return own;
        return beside.ResolveAssemblyToPath(name) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        beside.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;

    private static Assembly? OfProgram(AssemblyName name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name.Name!));
        }
        catch (FileNotFoundException)
        {
            // Somebody else's, though it has such a name.
            return null;
        }
    }
}
