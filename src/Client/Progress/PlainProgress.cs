using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Reports.Progress;
using Sweep.Reports.Text;

namespace Sweep.Client.Progress;

/// <summary>Progress as lines for a pipe or a log: after <see cref="Most"/>, or <see cref="Least"/> when a trial ended.</summary>
public sealed class PlainProgress(TextWriter output) : IProgressDisplay
{
    /// <summary>Shortest time between two blocks of lines.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between two blocks of lines while something changes.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    /// <summary>More running trials than these are counted, not listed.</summary>
    private const int RowLimit = 8;

    private ProgressView? last;

    public void Show(SweepProgress progress, ProgressView view)
    {
        if (last is { } before && progress.IsOver && before.Finished == before.Trials) return;
        if (last is not null && !progress.IsOver && view.Elapsed - last.Elapsed < (view.Finished > last.Finished ? Least : Most)) return;
        last = view;
        foreach (var line in Lines(view)) output.WriteLine(line);
    }

    public void Notice(string text) => output.WriteLine($"! {text}");

    public static IEnumerable<string> Lines(ProgressView view)
    {
        var time = $"[{Numbers.Duration(view.Elapsed)}]";
        yield return $"{time} {view.Summary}";
        foreach (var row in view.Rows.Take(RowLimit)) yield return $"{time}   {row}";
        if (view.Rows.Count > RowLimit) yield return $"{time}   and {view.Rows.Count - RowLimit} more";
    }
}

/// <summary>Shows nothing but what must not be missed: why something failed, or waits.</summary>
public sealed class QuietProgress(ConsoleWriter output) : IProgressDisplay
{
    public void Show(SweepProgress progress, ProgressView view)
    {
    }

    public void Notice(string text) => output.WriteLine($"! {text}");
}
