using Sweep.Contracts;
using Sweep.Reports.Text;

namespace Sweep.Reports.Progress;

/// <summary>What snapshots of a sweep have shown of its metric: a curve for each running trial, and the best value of all.</summary>
internal sealed class SeenCurves(string metric, bool maximize)
{
    private readonly Dictionary<int, (int Epoch, List<double> Values)> curves = [];
    private (string Label, double Value)? best;

    /// <summary>The best value, as words; empty before the first.</summary>
    public string Best => best is { } known ? $"best {metric} {Numbers.Metric(known.Value)} ({known.Label})" : "";

    /// <summary>Takes one snapshot, and forgets the curves of trials that no longer run.</summary>
    public void Look(IReadOnlyList<RunningTrial> running)
    {
        var numbers = running.Select(trial => trial.Trial.Trial).ToHashSet();
        foreach (var gone in curves.Keys.Where(number => !numbers.Contains(number)).ToList()) curves.Remove(gone);
        foreach (var trial in running)
        {
            if (trial.Metric is not { } value || !double.IsFinite(value)) continue;
            if (best is not { } known || (maximize ? value > known.Value : value < known.Value)) best = (trial.Trial.Label, value);
            var (epoch, values) = curves.GetValueOrDefault(trial.Trial.Trial, (-1, []));
            // An attempt that begins anew from an earlier checkpoint begins a new curve.
            if (trial.EpochsDone < epoch) values.Clear();
            if (trial.EpochsDone != epoch) values.Add(value);
            curves[trial.Trial.Trial] = (trial.EpochsDone, values);
        }
    }

    /// <summary>The values of a running trial so far.</summary>
    public IReadOnlyList<double> Of(int trial) => curves.TryGetValue(trial, out var seen) ? [.. seen.Values] : [];
}
