using Sweep.Client.Progress;
using Sweep.Contracts;
using Sweep.Reports.Progress;

namespace Sweep.Client.Tests.Progress;

public sealed class GroupedNoticesTests
{
    [Fact]
    public void Hundred_trials_that_fail_alike_are_a_few_lines_and_a_count()
    {
        var lines = Shown(Enumerable.Range(0, 100).SelectMany(trial => new[]
        {
            $"s/{trial} attempt 1 ended as crashed, retry 1 of 2: the program ended with code 3",
            $"s/{trial} attempt 2 ended as crashed, retry 2 of 2: the program ended with code 3",
            $"s/{trial} failed after attempt 3: the program ended with code 3",
        }));

        Assert.Equal(8, lines.Count);
        Assert.Equal("s/0 attempt 1 ended as crashed, retry 1 of 2: the program ended with code 3", lines[0]);
        Assert.Equal("and 197 more like this: s/99 attempt 2 ended as crashed, retry 2 of 2: the program ended with code 3", lines[6]);
        Assert.Equal("and 97 more like this: s/99 failed after attempt 3: the program ended with code 3", lines[7]);
    }

    [Fact]
    public void Another_exit_code_is_another_reason() =>
        Assert.Equal(4,
            Shown(Enumerable.Range(0, 4).Select(i => $"s/{i} failed after attempt 1: ended with {(i == 3 ? "code 11" : "code 1")}")).Count);

    [Fact]
    public void Reasons_that_differ_for_each_trial_are_bounded_too() =>
        Assert.Equal(11, Shown(Enumerable.Range(0, 50)
            .Select(i => $"s/{i} failed after attempt 1: {new string((char)('a' + (i % 26)), 1 + (i / 26))}")).Count);

    [Fact]
    public void Single_notice_that_was_held_back_is_shown_itself() => Assert.Equal(
        ["s/0 diverged", "s/1 diverged", "s/2 diverged", "s/3 diverged"],
            Shown(["s/0 diverged", "s/1 diverged", "s/2 diverged", "s/3 diverged"]));

    private static List<string> Shown(IEnumerable<string> notices)
    {
        var kept = new Kept();
        var grouped = new GroupedNotices(kept);
        foreach (var notice in notices) grouped.Notice(notice);
        grouped.Show(new SweepProgress { Version = 1, Counts = new Dictionary<TrialStatus, int>(), IsOver = true },
            new ProgressView("s", TimeSpan.Zero, Fraction: 1, Finished: 1, Trials: 1, Rows: []));
        return kept.Lines;
    }

    private sealed class Kept : IProgressDisplay
    {
        public List<string> Lines { get; } = [];

        public void Show(SweepProgress progress, ProgressView view)
        {
        }

        public void Notice(string text) => Lines.Add(text);
    }
}
