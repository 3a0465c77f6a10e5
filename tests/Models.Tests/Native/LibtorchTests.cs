using System.Runtime.InteropServices;
using Sweep.Models.Native;
using TorchSharp;

namespace Sweep.Models.Tests.Native;

public sealed class LibtorchTests
{
    [Fact]
    public void Loads_once_and_reports_the_version()
    {
        var first = Libtorch.Load();

        Assert.Same(first, Libtorch.Load());
        // A libtorch of the user's own may be of another version, or not tell.
        if (first.Source == LibtorchSource.Environment) Assert.Equal(LibtorchVersion.Of(first.Folder), first.Version);
        else Assert.StartsWith(Libtorch.RequiredVersion, first.Version, StringComparison.Ordinal);
        Assert.StartsWith(Libtorch.RequiredVersion, torch.__version__, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_maps_libtorch_from_the_reported_folder_alone()
    {
        var info = Libtorch.Load();
        var real = new FileInfo(Path.Combine(info.Folder, "libtorch_cpu.so"));

        var mapped = File.ReadLines("/proc/self/maps").Where(line => line.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/')..]).Distinct();

        Assert.Equal([real.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real.FullName], mapped);
    }

    [Fact]
    public void Shim_finds_all_its_functions_in_the_loaded_libtorch()
    {
        var info = Libtorch.Load();
        var libraries = new[] { "libc10.so", "libtorch_cpu.so" }.Select(name =>
            NativeLibrary.Load(Path.Combine(info.Folder, name))).ToArray();

        var torchNames = ElfSymbols.Undefined(info.Shim).Where(name => name.StartsWith("_ZN2at4_ops", StringComparison.Ordinal)).ToList();

        Assert.True(torchNames.Count > 500, $"only {torchNames.Count} operators found in {info.Shim}");
        Assert.All(torchNames, name => Assert.True(libraries.Any(library => NativeLibrary.TryGetExport(library, name, out _)), name));
    }

    [Fact]
    public void No_native_library_lies_in_the_output_folder()
    {
        var stray = Directory.EnumerateFiles(AppContext.BaseDirectory, "*LibTorchSharp.*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "libtorch*", SearchOption.AllDirectories));

        Assert.Empty(stray);
    }
}
