using Sweep.Contracts;

namespace Sweep.Reports.Progress;

/// <summary>Estimates the time left where nobody knows what a trial has to do: from the trials that ended while somebody watched.
/// Told only numbers, so it needs no clock.</summary>
internal sealed class TrialPace
{
    private (int Ended, TimeSpan At)? first;

    /// <summary>Time until the last trial ends at the mean pace so far; null before the first one ended.</summary>
    public TimeSpan? Left(SweepProgress progress, TimeSpan elapsed)
    {
        var ended = progress.Counts.Where(count => count.Key.IsFinal()).Sum(count => count.Value);
        var (before, since) = first ??= (ended, elapsed);
        if (ended == before) return null;
        var left = progress.Counts.Values.Sum() + progress.Unchosen - ended;
        return Durations.FromSeconds((elapsed - since).TotalSeconds / (ended - before) * left);
    }
}
