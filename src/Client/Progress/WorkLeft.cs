using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Progress;

/// <summary>Estimates the work of a sweep that is left, in seconds of one slot where speeds are recorded, else in epochs.</summary>
/// <remarks>
/// A snapshot does not say which trials wait, only how many; trials start in order, so those behind the last running one do, and an estimate may be
/// wrong for as long as a retry waits.
/// </remarks>
public sealed class WorkLeft
{
    private readonly double[] epochWeights;
    private readonly double[] planned;

    /// <param name="trials">Trials of the sweep by number.</param>
    /// <param name="secondsByCostKey">Recorded seconds per epoch; a trial whose key is absent counts as the mean of the others.</param>
    public WorkLeft(IReadOnlyList<NewTrial> trials, IReadOnlyDictionary<string, double> secondsByCostKey)
    {
        var known = trials.Where(t => secondsByCostKey.ContainsKey(t.CostKey)).Select(t => secondsByCostKey[t.CostKey]).ToList();
        var typical = known.Count > 0 ? known.Average() : 1;
        epochWeights = [.. trials.Select(t => secondsByCostKey.GetValueOrDefault(t.CostKey, typical))];
        planned = [.. trials.Select((t, i) => t.Epochs * epochWeights[i])];
        Total = planned.Sum();
    }

    /// <summary>Work of the whole sweep if nobody is stopped.</summary>
    public double Total { get; }

    /// <summary>Work left at a snapshot.</summary>
    public double At(SweepProgress progress)
    {
        var running = progress.Running.Where(r => r.Trial.Trial < planned.Length).ToList();
        var waiting = progress.Counts.GetValueOrDefault(TrialStatus.Planned);
        return running.Sum(OfRunning) + planned.Skip(Math.Max(0, planned.Length - waiting)).Sum();
    }

    private double OfRunning(RunningTrial trial)
    {
        var left = Math.Max(0, trial.Epochs - trial.EpochsDone - Math.Clamp(trial.Fraction, 0, 1));
        return left * epochWeights[trial.Trial.Trial];
    }
}
