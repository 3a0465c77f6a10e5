using Sweep.Models.Native;

namespace Sweep.Models.Tests.Native;

public sealed class LibtorchVersionTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("sweep-version-").FullName;

    [Fact]
    public void PyTorch_installation_tells_in_its_version_module()
    {
        File.WriteAllText(Path.Combine(root, "version.py"),
            "from typing import Optional\n\n__all__ = ['__version__']\n__version__ = '2.10.0+cu128'\ndebug = False\n");

        Assert.Equal("2.10.0+cu128", LibtorchVersion.Of(Path.Combine(root, "lib")));
    }

    [Fact]
    public void Libtorch_archive_tells_in_its_build_version_file()
    {
        File.WriteAllText(Path.Combine(root, "build-version"), "2.10.0+cpu\n");

        Assert.Equal("2.10.0+cpu", LibtorchVersion.Of(Path.Combine(root, "lib")));
    }

    [Fact]
    public void Other_folders_do_not_tell() => Assert.Null(LibtorchVersion.Of(Path.Combine(root, "lib")));

    public void Dispose() => Directory.Delete(root, recursive: true);
}
