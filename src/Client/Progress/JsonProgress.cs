using System.Text.Json;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Reports.Progress;
using Sweep.Reports.Tables;

namespace Sweep.Client.Progress;

/// <summary>Progress as JSON lines for programs, at most one a second.</summary>
public sealed class JsonProgress(TextWriter output) : IProgressDisplay
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private TimeSpan? last;

    public void Show(SweepProgress progress, ProgressView view)
    {
        if (last is { } before && !progress.IsOver && view.Elapsed - before < Least) return;
        last = view.Elapsed;
        output.WriteLine(JsonSerializer.Serialize(new
        {
            Type = "progress",
            view.Sweep,
            ElapsedSeconds = Math.Round(view.Elapsed.TotalSeconds, 1),
            LeftSeconds = view.Left is { } left ? Math.Round(left.TotalSeconds, 1) : (double?)null,
            Fraction = Math.Round(view.Fraction, 4),
            Trials = progress.Counts.Where(c => c.Value > 0).ToDictionary(c => c.Key.SnakeCase(), c => c.Value),
            progress.EpochsDone,
            progress.Epochs,
            Running = progress.Running.Select(r => new
            {
                Trial = r.Trial.Label,
                r.Trial.Attempt,
                Slot = r.Slot.Text,
                r.EpochsDone,
                r.Epochs,
                r.Fraction,
                r.Metric,
                r.TokensPerSecond
            }),
        }, JsonLines.Options));
    }

    public void Notice(string text) =>
        output.WriteLine(JsonSerializer.Serialize(new { Type = "notice", Message = text }, JsonLines.Options));
}
