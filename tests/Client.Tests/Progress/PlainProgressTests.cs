using Sweep.Client.Progress;
using Sweep.Reports.Progress;
using Sweep.Reports.Tests.Progress;

namespace Sweep.Client.Tests.Progress;

public sealed class PlainProgressTests : IDisposable
{
    private readonly StringWriter output = new();

    [Fact]
    public void First_view_is_shown_at_once_and_the_next_after_ten_seconds()
    {
        var progress = new PlainProgress(output);
        for (var second = 0; second <= 20; second++) progress.Show(Snapshots.Of(1, 0), View(second, finished: 0));

        Assert.Equal(["[0:00]", "[0:10]", "[0:20]"], Times());
    }

    [Fact]
    public void Finished_trial_is_shown_after_five_seconds()
    {
        var progress = new PlainProgress(output);
        for (var second = 0; second <= 12; second++) progress.Show(Snapshots.Of(1, 0), View(second, finished: second));

        Assert.Equal(["[0:00]", "[0:05]", "[0:10]"], Times());
    }

    [Fact]
    public void End_is_always_shown()
    {
        var progress = new PlainProgress(output);
        progress.Show(Snapshots.Of(1, 0), View(0, finished: 0));
        progress.Show(Snapshots.Of(0, 1) with { IsOver = true }, View(1, finished: 1));

        Assert.Equal(["[0:00]", "[0:01]"], Times());
    }

    [Fact]
    public void End_is_not_said_twice()
    {
        var progress = new PlainProgress(output);
        progress.Show(Snapshots.Of(0, 1), View(0, finished: 100));
        progress.Show(Snapshots.Of(0, 1) with { IsOver = true }, View(1, finished: 100));

        Assert.Equal(["[0:00]"], Times());
    }

    [Fact]
    public void Notices_are_said_at_once()
    {
        new PlainProgress(output).Notice("cells/3 attempt 1 crashed");

        Assert.Equal("! cells/3 attempt 1 crashed", output.ToString().TrimEnd());
    }

    public void Dispose() => output.Dispose();

    private static ProgressView View(int second, int finished) =>
        new("cells", Elapsed: TimeSpan.FromSeconds(second), Fraction: 0, finished, Trials: 100, Rows: []);

    private IEnumerable<string> Times() =>
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]);
}
