using System.Diagnostics;
using Sweep.Contracts.Files;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Worker.Programs;

/// <summary>What is told of a program: its command line, interpreter and commit.</summary>
public sealed class ProgramMakerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_commit_of_the_folder_is_told_and_whether_tracked_files_were_changed_since()
    {
        Assert.SkipUnless(SearchPath.Has("git"), "needs git on the PATH");
        Assert.Equal((null, null), Commit());
        Git("init", "-q");
        Assert.Equal((null, null), Commit());
        folder.Write("train.py", "1");
        Git("add", "train.py");
        Git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "first");

        var clean = Commit();
        folder.Write("notes.txt", "not tracked");
        Assert.Equal(clean, Commit());
        folder.Write("train.py", "2");
        var changed = Commit();

        Assert.Matches("^[0-9a-f]{40}$", clean.Commit);
        Assert.Equal((clean.Commit, false), clean);
        Assert.Equal((clean.Commit, true), changed);
    }

    [Fact]
    public void A_folder_that_is_no_repository_after_all_gives_none()
    {
        folder.Write(".git", "gitdir: /no/such/folder");

        Assert.Equal((null, null), Commit());
    }

    [Fact]
    public void The_interpreter_is_a_file_with_what_it_leads_to()
    {
        folder.Write("real", "");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "python"), Path.Combine(folder.Path, "real"));

        Assert.Equal($"{folder.Path}/python ({folder.Path}/real)", Interpreter("./python", "train.py"));
        Assert.Equal($"{folder.Path}/real", Interpreter("/usr/bin/env", "A=1", "./real"));
        Assert.StartsWith("/", Interpreter("sh", "-c", "exit 0"));
        Assert.Equal("no-such-command", Interpreter("no-such-command"));
        Assert.Null(Interpreter("env", "-i", "sh"));
    }

    private string? Interpreter(params string[] command) => ProgramMaker.Interpreter(command, folder.Path);

    private (string? Commit, bool? Changed) Commit() => ProgramMaker.Commit(folder.Path, TimeProvider.System);

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder.Path })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
