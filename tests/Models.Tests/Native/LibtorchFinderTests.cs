using Sweep.Models.Native;

namespace Sweep.Models.Tests.Native;

public sealed class LibtorchFinderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("sweep-libtorch-").FullName;

    [Fact]
    public void Named_folder_wins_over_published_and_built_and_takes_its_shim_from_the_program()
    {
        var named = Folder("named", Libraries);
        var published = Folder("published", [.. Libraries, LibtorchPlace.ShimName]);
        var built = Folder("built", [.. Libraries, LibtorchPlace.ShimName]);

        var place = new LibtorchFinder(named, published, built).Find();

        Assert.Equal(new LibtorchPlace(named, published, LibtorchSource.Environment), place);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("chain")]
    [InlineData("parent/lib")]
    public void Named_link_stands_for_the_folder_it_points_to(string link)
    {
        var torch = Folder(Path.Combine("site-packages", "torch", "lib"), Libraries);
        var published = Folder("published", [LibtorchPlace.ShimName]);
        Directory.CreateSymbolicLink(Path.Combine(root, "link"), torch);
        Directory.CreateSymbolicLink(Path.Combine(root, "chain"), "link");
        Directory.CreateSymbolicLink(Path.Combine(root, "parent"), "site-packages/torch");

        Assert.Equal(torch, new LibtorchFinder(Path.Combine(root, link), published, null).Find().Folder);
    }

    [Fact]
    public void Published_folder_wins_over_the_one_of_the_build()
    {
        var published = Folder("published", [.. Libraries, LibtorchPlace.ShimName]);
        var built = Folder("built", [.. Libraries, LibtorchPlace.ShimName]);

        var place = new LibtorchFinder(null, published, built).Find();

        Assert.Equal(new LibtorchPlace(published, published, LibtorchSource.Published), place);
    }

    [Fact]
    public void Folder_of_the_build_serves_a_program_that_was_not_published()
    {
        var built = Folder("built", [.. Libraries, LibtorchPlace.ShimName]);

        var place = new LibtorchFinder("", Path.Combine(root, "absent"), built).Find();

        Assert.Equal(new LibtorchPlace(built, built, LibtorchSource.Build), place);
    }

    [Fact]
    public void Named_folder_that_does_not_exist_is_an_error_and_not_skipped()
    {
        var named = Path.Combine(root, "absent");
        var built = Folder("built", [.. Libraries, LibtorchPlace.ShimName]);

        var error = Assert.Throws<LibtorchException>(() => new LibtorchFinder(named, "", built).Find());

        Assert.Contains($"SWEEP_LIBTORCH names the folder {named}, which does not exist.", error.Message, StringComparison.Ordinal);
        Assert.Contains("unset it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_folder_without_a_library_names_that_library()
    {
        var named = Folder("named", ["libc10.so", "libtorch.so"]);

        var error = Assert.Throws<LibtorchException>(() => new LibtorchFinder(named, "", null).Find());

        Assert.Contains("has no libtorch_cpu.so", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_anywhere_tells_to_build_or_to_name_a_folder()
    {
        var error = Assert.Throws<LibtorchException>(() =>
            new LibtorchFinder(null, Path.Combine(root, "a"), Path.Combine(root, "b")).Find());

        Assert.Contains("dotnet build", error.Message, StringComparison.Ordinal);
        Assert.Contains("SWEEP_LIBTORCH", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Libtorch_without_the_shim_of_TorchSharp_names_the_shim()
    {
        var built = Folder("built", Libraries);

        var error = Assert.Throws<LibtorchException>(() => new LibtorchFinder(null, Path.Combine(root, "absent"), built).Find());

        Assert.Contains(LibtorchPlace.ShimName, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string[] Libraries => ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private string Folder(string name, IEnumerable<string> files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        foreach (var file in files)
            File.WriteAllText(Path.Combine(folder, file), "");
        return folder;
    }
}
