namespace Sweep.Cluster.Tests;

/// <summary>The machine's clock is set while a sweep runs: by hand, by the time service after a wrong start,
/// by a virtual machine that wakes.</summary>
public sealed class ClockTests
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1",
        new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 3 }).FirstOrDefault() : null;

    [Theory]
    [InlineData("+86400")]
    [InlineData("-86400")]
    public async Task A_clock_that_is_set_by_a_day_ends_no_run_and_no_attempt_lasts_a_day_or_less_than_nothing(string seconds)
    {
        Assert.SkipUnless(Library is not null, "the package 'faketime', which shows a program another time, is not on this machine");
        using var workspace = new Workspace();
        workspace.Write(
            "clock.yaml", "name: clock\nexperiment: noop\nmethod: grid\nparameters: {x: [0.1, 0.2], epochs: 20, epoch_seconds: 0.2}\n");
        var clock = workspace.Write("clock", "+0\n");
        using var run = SweepProgram.Start(workspace.Folder, Shifted(clock), ["run", "clock.yaml", "--workers", "1"]);
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= 1), run.Errors);

        await File.WriteAllTextAsync(clock, $"{seconds}\n", TestContext.Current.CancellationToken);
        var code = await run.Exit();

        Assert.True(code == 0, $"exit {code}\n{run.Output}\n{run.Errors}");
        Assert.Equal(2, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.All(workspace.Query<double>("SELECT 24.0 * (julianday(ended_at) - julianday(started_at)) FROM attempts"), hours =>
            Assert.InRange(hours, 0, 1));
    }

    private static Dictionary<string, string> Shifted(string file) => new()
    {
        ["LD_PRELOAD"] = Library!,
        ["FAKETIME_TIMESTAMP_FILE"] = file,
        ["FAKETIME_NO_CACHE"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
    };
}
