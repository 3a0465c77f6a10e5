using Sweep.Page.Access;

namespace Sweep.Page.Tests;

/// <summary>Where the token of a page is kept.</summary>
public sealed class PageSecretTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "sweep", "page-secret");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_made_once_for_its_owner_alone_and_stays()
    {
        var first = PageSecret.OfUser(File, out var problem);

        Assert.Null(problem);
        Assert.Equal(first.Token, PageSecret.OfUser(File, out _).Token);
        Assert.NotEqual(first.Token, first.Cookie);
        Assert.Equal(24, first.Token.Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void One_that_others_may_read_is_not_used()
    {
        var token = PageSecret.OfUser(File, out _).Token;
        if (OperatingSystem.IsWindows()) return;
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.NotEqual(token, PageSecret.OfUser(File, out var problem).Token);
        Assert.Equal($"others than its owner may read '{File}': remove it, and it is made anew", problem);
    }

    [Fact]
    public void What_is_no_secret_is_not_used()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, "short");

        PageSecret.OfUser(File, out var problem);

        Assert.Equal($"'{File}' holds no secret of a page: remove it, and it is made anew", problem);
    }

    [Fact]
    public void Without_a_place_for_it_the_token_is_this_process_alone()
    {
        Assert.NotEqual(
            PageSecret.OfUser(folder.Write("file", "x") + "/below", out var problem).Token, PageSecret.OfThisProcess().Token);
        Assert.Contains("cannot be used", problem, StringComparison.Ordinal);
    }
}
