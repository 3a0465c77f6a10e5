using Sweep.Client.Cli;

namespace Sweep.Client.Tests.Verbs;

/// <summary>resume --retry-failed and --trial, rm, rename: what people do to a sweep that is there.</summary>
public sealed class EditVerbsTests : EditedSweep
{
    [Fact]
    public async Task Failed_trials_run_again_once_they_are_mended()
    {
        Fails = true;
        Assert.Equal(ExitCodes.Failed, (await Run("run", "loop.yaml")).Code);
        Fails = false;

        var said = await Run("resume", "loop", "--retry-failed");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("tries 1 trial of 'loop' again: 1\n", said.Error);
        Assert.Equal("0,completed,1\n1,completed,2\n2,completed,1\n",
            await Query("select number, status, attempts from trials order by number"));
        Assert.Equal("3\n", await Query("select count(*) from leaderboard where failed = 0"));
    }

    [Fact]
    public async Task Without_a_failed_trial_nothing_runs_again()
    {
        await Run("run", "loop.yaml");

        var said = await Run("resume", "loop", "--retry-failed");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("no trial of 'loop' has failed; none is tried again\n", said.Error);
        Assert.Equal("1\n", await Query("select max(attempts) from trials"));
    }

    [Fact]
    public async Task One_trial_may_be_named()
    {
        Fails = true;
        await Run("run", "loop.yaml");
        Fails = false;

        Assert.Equal(ExitCodes.Done, (await Run("resume", "loop", "--trial", "1")).Code);

        Assert.Equal("2\n", await Query("select attempts from trials where number = 1"));
    }

    [Theory]
    [InlineData("0", "trial loop/0 is completed and has its result")]
    [InlineData("9", "sweep 'loop' has no trial 9: its trials are loop/0 to loop/2")]
    [InlineData("x", "--trial expects the number of a trial, such as 17, found 'x'")]
    public async Task A_trial_that_cannot_run_again_is_told_why(string trial, string message)
    {
        await Run("run", "loop.yaml");

        var said = await Run("resume", "loop", "--trial", trial);

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(message, said.Error);
    }

    [Fact]
    public async Task Rm_removes_rows_and_files()
    {
        await Run("run", "loop.yaml");
        await Run("run", "loop.yaml", "--name", "other");
        Keep("loop", "2", "stdout.log");

        var said = await Run("rm", "loop");

        Assert.Equal((ExitCodes.Done, "sweep 'loop' is removed from {folder}/sweep.db: 3 trials, their checkpoints and output\n"),
            (said.Code, said.Error));
        Assert.Equal("other,3,3\n", await Query("select t.sweep, count(*), (select count(*) from epochs) from trials t group by t.sweep"));
        Assert.False(Directory.Exists(Path.Combine(Files, "loop")));
        Assert.Equal(ExitCodes.Done, (await Run("run", "loop.yaml")).Code);
    }

    [Fact]
    public async Task Rm_of_an_unknown_sweep_removes_none()
    {
        await Run("run", "loop.yaml");

        var said = await Run("rm", "loop", "lop");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("there is no sweep 'lop' in {folder}/sweep.db; did you mean 'loop'?", said.Error);
        Assert.Equal("3\n", await Query("select count(*) from trials"));
    }

    [Fact]
    public async Task Rename_takes_results_and_files_along_and_goes_on_under_the_new_name()
    {
        await Interrupted();
        Keep("loop", "0", "last.safetensors");

        var said = await Run("rename", "loop", "first");

        Assert.Equal((ExitCodes.Done, "sweep 'loop' is called 'first' now\n"), (said.Code, said.Error));
        Assert.True(File.Exists(Path.Combine(Files, "first", "0", "last.safetensors")));
        Assert.False(Directory.Exists(Path.Combine(Files, "loop")));
        Assert.Equal(ExitCodes.Done, (await Run("resume", "first")).Code);
        Assert.Equal("first,3\n", await Query("select sweep, count(*) from trials where status = 'completed'"));
        Assert.Contains("name: first", (await Run("show", "first", "--yaml")).Out);
    }

    [Theory]
    [InlineData("name: loop # mine", "name: first # mine")]
    [InlineData("name: 'loop' # mine", "name: 'first' # mine")]
    [InlineData("name:   \"loop\"", "name:   \"first\"")]
    [InlineData("\"name\":\n  loop", "\"name\":\n  first")]
    public async Task Rename_leaves_comments_and_layout_as_they_are(string line, string renamed)
    {
        var yaml = "# why this sweep\n" + Yaml.Replace("name: loop", line, StringComparison.Ordinal) + "# the end\n";
        Write("loop.yaml", yaml);
        await Run("run", "loop.yaml");

        Assert.Equal(ExitCodes.Done, (await Run("rename", "loop", "first")).Code);

        Assert.Equal(yaml.Replace(line, renamed, StringComparison.Ordinal), (await Run("show", "first", "--yaml")).Out);
    }

    [Theory]
    [InlineData("other", "there is a sweep 'other' in {folder}/sweep.db already")]
    [InlineData("o ther", "'o ther' cannot be a sweep's name: a blank is not allowed")]
    public async Task Rename_refuses_a_name_that_is_taken_or_not_allowed(string name, string message)
    {
        await Run("run", "loop.yaml");
        await Run("run", "loop.yaml", "--name", "other");

        var said = await Run("rename", "loop", name);

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(message, said.Error);
    }

    [Theory]
    [InlineData("rm", "loop")]
    [InlineData("rename", "loop", "other")]
    [InlineData("run", "loop.yaml", "--replace")]
    public async Task A_running_sweep_is_neither_removed_nor_renamed(params string[] verb)
    {
        await Run("run", "loop.yaml");
        Keep("loop", "0", "best.safetensors");
        await using var running = new FileStream(
            Path.Combine(Files, "loop", "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var said = await Run(verb);

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("'loop' is already running", said.Error);
        Assert.Equal("3\n", await Query("select count(*) from trials where sweep = 'loop'"));
    }
}
