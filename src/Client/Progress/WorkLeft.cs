using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Progress;

/// <summary>Estimates what is left of a sweep, from speeds the ledger has recorded and those that running trials show. Told only numbers, so it needs no clock.</summary>
/// <remarks>
/// A snapshot does not say which trials wait, only how many; trials start in order, so the last ones do, and an estimate may be wrong for as long as a
/// retry waits. A kind of trial whose speed is not known yet counts as the mean of the others.
/// </remarks>
public sealed class WorkLeft
{
    private readonly IReadOnlyList<NewTrial> trials;
    private readonly Dictionary<string, double> epochSeconds;

    /// <param name="trials">Trials of the sweep by number.</param>
    /// <param name="epochSeconds">Recorded seconds per epoch by cost key.</param>
    public WorkLeft(IReadOnlyList<NewTrial> trials, IReadOnlyDictionary<string, double> epochSeconds)
    {
        this.trials = trials;
        this.epochSeconds = trials.Select(t => t.CostKey).Distinct().Where(epochSeconds.ContainsKey).ToDictionary(k => k, k => epochSeconds[k]);
    }

    /// <summary>Share of the epochs that is done, 0 to 1; those of trials that ended early count.</summary>
    public double Fraction(SweepProgress progress)
    {
        var total = trials.Sum(t => (double)t.Epochs);
        var left = progress.Running.Sum(EpochsLeft) + Waiting(progress).Sum(t => (double)t.Epochs);
        // A waiting trial may have done epochs before it was interrupted; a trial that ended early never does all of its own.
        var counted = progress.Epochs > 0 ? progress.EpochsDone / (double)progress.Epochs : 0;
        return total > 0 ? Math.Clamp(Math.Max(counted, 1 - (left / total)), 0, 1) : 1;
    }

    /// <summary>Time until the last trial ends if nobody is stopped or fails; null while no speed is known.</summary>
    public TimeSpan? Time(SweepProgress progress)
    {
        foreach (var r in progress.Running.Where(r => r.EpochSeconds > 0)) epochSeconds[CostKey(r.Trial.Trial)] = r.EpochSeconds!.Value;
        if (epochSeconds.Count == 0 || progress.Running.Count == 0) return null;
        var typical = epochSeconds.Values.Average();
        var slots = new PriorityQueue<int, double>(progress.Running.Select((r, slot) => (slot, EpochsLeft(r) * Speed(CostKey(r.Trial.Trial)))));
        var end = slots.UnorderedItems.Max(s => s.Priority);
        foreach (var trial in Waiting(progress))
        {
            slots.TryDequeue(out var slot, out var free);
            slots.Enqueue(slot, free + (trial.Epochs * Speed(trial.CostKey)));
            end = Math.Max(end, free + (trial.Epochs * Speed(trial.CostKey)));
        }
        return Durations.FromSeconds(end);

        double Speed(string key) => epochSeconds.GetValueOrDefault(key, typical);
    }

    private static double EpochsLeft(RunningTrial trial) => Math.Max(0, (double)trial.Epochs - trial.EpochsDone - (trial.Fraction is > 0 and <= 1 ? trial.Fraction : 0));

    private IEnumerable<NewTrial> Waiting(SweepProgress progress) => trials.TakeLast(progress.Counts.GetValueOrDefault(TrialStatus.Planned));

    private string CostKey(int trial) => trial < trials.Count ? trials[trial].CostKey : "";
}
