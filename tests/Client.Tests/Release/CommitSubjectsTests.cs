using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Release;

/// <summary><c>.ci/subjects</c> in small histories.</summary>
public sealed class CommitSubjectsTests : IDisposable
{
    private static readonly Dictionary<string, string> Somebody = new()
    {
        ["GIT_AUTHOR_NAME"] = "a",
        ["GIT_AUTHOR_EMAIL"] = "a@b",
        ["GIT_COMMITTER_NAME"] = "a",
        ["GIT_COMMITTER_EMAIL"] = "a@b",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_subject_may_have_72_characters_and_the_body_any_number()
    {
        await History(new string('x', 90), new string('ä', 72) + "\n\n" + new string('y', 200));

        var said = await Check("HEAD~1");

        Assert.Equal((0, "commit subjects: 1 looked at, 0 too long\n"), (said.Code, said.Out));
    }

    [Fact]
    public async Task A_longer_one_is_named_with_its_length()
    {
        await History("first", new string('x', 73), "last");

        var said = await Check("HEAD~2");

        Assert.Equal(1, said.Code);
        Assert.Contains("has a subject of 73 characters, 72 are allowed: xxx", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_without_the_first_commit_is_not_looked_at()
    {
        await History(new string('x', 73));

        var said = await Check("5f4f2ce826d2bfa109ab080cf92ff79fde88ca23");

        Assert.Equal((0, "commit subjects: not looked at, 5f4f2ce is not in this history\n"), (said.Code, said.Out));
    }

    private async Task History(params string[] messages)
    {
        await Git("init", "-q");
        foreach (var message in messages) await Git("commit", "-q", "--allow-empty", "-m", message);
    }

    private async Task Git(params string[] words)
    {
        var said = await SweepProcess.Run("git", folder.FullName, Somebody, words);
        Assert.True(said.Code == 0, said.Error);
    }

    private Task<Said> Check(string since) =>
        SweepProcess.Run("bash", folder.FullName, Somebody, Path.Combine(Repository.Root, ".ci", "subjects"), since);
}
