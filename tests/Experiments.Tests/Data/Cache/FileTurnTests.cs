using Sweep.Experiments.Data.Cache;

namespace Sweep.Experiments.Tests.Data.Cache;

public sealed class FileTurnTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-turn-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Files_whose_names_begin_alike_share_a_turn()
    {
        using var turn = FileTurn.TryTake(Path.Combine(folder.FullName, "abc"));

        Assert.NotNull(turn);
        Assert.Null(FileTurn.TryTake(Path.Combine(folder.FullName, "abd")));
        using var other = FileTurn.TryTake(Path.Combine(folder.FullName, "xyz"));
        Assert.NotNull(other);
    }

    [Fact]
    public void A_lock_of_another_user_that_can_be_read_alone_is_a_lock()
    {
        var file = Path.Combine(folder.FullName, "ab.lock");
        File.WriteAllText(file, "");
        using var other = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);

        Assert.Null(FileTurn.TryTake(Path.Combine(folder.FullName, "abc")));
    }
}
