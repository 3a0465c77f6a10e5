using Sweep.Contracts;

namespace Sweep.Reports.Progress;

/// <summary>Estimates what is left of a sweep, from speeds the ledger has recorded and those that running trials show.
/// Told only numbers, so it needs no clock.</summary>
/// <remarks>A snapshot does not say which trials wait, only how many; trials start in order, so the last ones do, and an estimate may be
/// wrong for as long as a retry waits. A trial of which nobody knows how many epochs it runs counts as one. A kind of trial whose speed is
/// not known yet counts as the mean of the others.</remarks>
/// <param name="trials">Trials of the sweep by number.</param>
/// <param name="epochSeconds">Recorded seconds per epoch by cost key.</param>
public sealed class WorkLeft(IReadOnlyList<PlannedTrial> trials, IReadOnlyDictionary<CostKey, double> epochSeconds)
{
    /// <summary>So many of the last trials are put on slots one by one; before them, all slots are busy all the time.</summary>
    private const int Tail = 1000;

    private readonly IReadOnlyList<PlannedTrial> trials = trials;
    private readonly Dictionary<CostKey, double> epochSeconds = trials.Select(t => t.CostKey).Distinct().Where(epochSeconds.ContainsKey)
        .ToDictionary(k => k, k => epochSeconds[k]);
    private readonly bool isOpenEnded = trials.Any(t => t.Epochs == 0);
    private readonly double total = trials.Sum(Epochs);

    /// <summary>Epochs of the trials before <see cref="Tail"/> that wait, by cost key, kept in step with their number:
    /// there may be very many.</summary>
    private readonly Dictionary<CostKey, double> ahead = [];
    private double aheadInAll;
    private int aheadFrom = Math.Max(0, trials.Count - Tail);

    /// <summary>Share of the epochs that is done, 0 to 1; those of trials that ended early count.</summary>
    public double Fraction(SweepProgress progress)
    {
        Follow(progress);
        var left = progress.Running.Sum(EpochsLeft) + aheadInAll + Last(progress).Sum(Epochs);
        // A waiting trial may have done epochs before it was interrupted; a trial that ended early never does all of its own.
        var counted = progress.Epochs > 0 ? progress.EpochsDone / (double)progress.Epochs : 0;
        return total > 0 ? Math.Clamp(Math.Max(counted, 1 - (left / total)), 0, 1) : 1;
    }

    /// <summary>Time until the last trial ends if nobody is stopped or fails; null while no speed is known,
    /// or nobody knows how much there is to do.</summary>
    public TimeSpan? Time(SweepProgress progress)
    {
        Follow(progress);
        if (isOpenEnded) return null;
        foreach (var r in progress.Running.Where(r => r.EpochSeconds > 0)) epochSeconds[KeyOf(r.Trial.Trial)] = r.EpochSeconds!.Value;
        if (epochSeconds.Count == 0 || progress.Running.Count == 0) return null;
        var typical = epochSeconds.Values.Average();
        var before = ahead.Sum(kind => kind.Value * Speed(kind.Key)) / progress.Running.Count;
        var slots = new PriorityQueue<int, double>(
            progress.Running.Select((r, slot) => (slot, before + (EpochsLeft(r) * Speed(KeyOf(r.Trial.Trial))))));
        var end = slots.UnorderedItems.Max(s => s.Priority);
        foreach (var trial in Last(progress))
        {
            slots.TryDequeue(out var slot, out var free);
            slots.Enqueue(slot, free + (trial.Epochs * Speed(trial.CostKey)));
            end = Math.Max(end, free + (trial.Epochs * Speed(trial.CostKey)));
        }
        return Durations.FromSeconds(end);

        double Speed(CostKey key) => epochSeconds.GetValueOrDefault(key, typical);
    }

    private static double Epochs(PlannedTrial trial) => Math.Max(trial.Epochs, 1);

    private double EpochsLeft(RunningTrial trial)
    {
        if (trial.Epochs == 0) return 1;
        var left = Math.Max(0, (double)trial.Epochs - trial.EpochsDone - (trial.Fraction is > 0 and <= 1 ? trial.Fraction : 0));
        return isOpenEnded ? left / trial.Epochs : left;
    }

    private int TailFrom => Math.Max(0, trials.Count - Tail);

    private static int Waiting(SweepProgress progress) => progress.Counts.GetValueOrDefault(TrialStatus.Planned) + progress.Unchosen;

    /// <summary>The last trials that wait.</summary>
    private IEnumerable<PlannedTrial> Last(SweepProgress progress)
    {
        for (var i = Math.Max(TailFrom, trials.Count - Waiting(progress)); i < trials.Count; i++) yield return trials[i];
    }

    /// <summary>Takes in the trials that have come to wait, or no longer do, since the last look.</summary>
    private void Follow(SweepProgress progress)
    {
        var from = Math.Clamp(trials.Count - Waiting(progress), 0, TailFrom);
        while (aheadFrom > from) Count(trials[--aheadFrom], 1);
        while (aheadFrom < from) Count(trials[aheadFrom++], -1);
    }

    private void Count(PlannedTrial trial, int sign)
    {
        ahead[trial.CostKey] = ahead.GetValueOrDefault(trial.CostKey) + (sign * Epochs(trial));
        aheadInAll += sign * Epochs(trial);
    }

    private CostKey KeyOf(int trial) => trial < trials.Count ? trials[trial].CostKey : CostKey.None;
}
