using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Reports.Parameters;
using Sweep.Reports.Text;

namespace Sweep.Reports.Progress;

/// <summary>Turns snapshots of one sweep into views; an empty metric = none. The best report is told only where the metric alone says
/// which it is: snapshots say nothing of other objectives and of constraints on outcomes.</summary>
public sealed class ProgressViewBuilder(
    string sweep, string metric, VaryingParameters varying, WorkLeft work, bool maximize = false, bool hasBest = true)
{
    private static readonly TrialStatus[] Bad = [TrialStatus.Failed, TrialStatus.Diverged, TrialStatus.Cancelled, TrialStatus.Stopped];

    private readonly SeenCurves seen = new(metric, maximize);
    private (int Ended, TimeSpan At)? first;

    /// <summary>The view of one snapshot, so long after the start.</summary>
    public ProgressView Build(SweepProgress progress, TimeSpan elapsed)
    {
        seen.Look(progress.Running);
        var ended = progress.Counts.Where(c => c.Key.IsFinal()).Sum(c => c.Value);
        var trials = progress.Counts.Values.Sum() + progress.Unchosen;
        return new ProgressView(
            Sweep: sweep,
            Elapsed: elapsed,
            Left: progress.IsOver ? null : work.Time(progress) ?? AtPace(ended, trials, elapsed),
            Fraction: work.Fraction(progress),
            Finished: ended,
            Trials: trials,
            Trouble: string.Join(
                ", ", Bad.Where(s => progress.Counts.GetValueOrDefault(s) > 0).Select(s => $"{progress.Counts[s]} {s.SnakeCase()}")),
            Best: hasBest ? seen.Best : "",
            Rows: [.. progress.Running.OrderBy(r => r.Trial.Trial).Select(Row)]);
    }

    /// <summary>The time left where nobody knows what a trial has to do: until the last one ends at the mean pace of those that ended while
    /// somebody watched; null before the first one ended.</summary>
    private TimeSpan? AtPace(int ended, int trials, TimeSpan elapsed)
    {
        var (before, since) = first ??= (ended, elapsed);
        return ended == before ? null : Durations.FromSeconds((elapsed - since).TotalSeconds / (ended - before) * (trials - ended));
    }

    private ProgressRow Row(RunningTrial trial)
    {
        var epochsLeft = (double)trial.Epochs - trial.EpochsDone - trial.Fraction;
        return new ProgressRow(
            trial.Trial.Label,
            varying.Short(trial.Config),
            trial.Epochs > 0 ? $"epoch {Math.Min(trial.EpochsDone + 1L, trial.Epochs)}/{trial.Epochs}" : $"epoch {trial.EpochsDone + 1L}",
            trial.Metric is { } value ? $"{metric} {Numbers.Metric(value)}" : "",
            trial.TokensPerSecond > 0 ? $"{Numbers.Rate(trial.TokensPerSecond)} tokens/s" : "",
            trial.EpochSeconds is { } seconds && epochsLeft > 0
                ? $"{Numbers.Duration(Durations.FromSeconds(seconds * epochsLeft))} left" : "")
        {
            Curve = seen.Of(trial.Trial.Trial),
        };
    }
}
