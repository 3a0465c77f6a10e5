namespace Sweep.Search.Stoppers;

/// <summary>The best report of each trial so far. Looks at each report once.</summary>
/// <param name="minDelta">By how much a report must be better than the best before it; default 0.</param>
internal sealed class BestSoFar(double minDelta = 0)
{
    private readonly Dictionary<int, (int Seen, Reading? Best)> trials = [];

    /// <summary>The first of a trial's best reports; those whose loss is no finite number do not count.</summary>
    /// <param name="own">The trial; its curve begins with what was here before, or is another one.</param>
    /// <returns>null = none has a finite loss.</returns>
    public Reading? Of(TrialCurve own)
    {
        var (seen, best) = trials.GetValueOrDefault(own.Trial);
        if (seen > own.Reports.Count) (seen, best) = (0, null);
        for (; seen < own.Reports.Count; seen++)
        {
            var report = own.Reports[seen];
            if (double.IsFinite(report.Loss) && !(report.Loss >= best?.Loss - minDelta)) best = report;
        }

        trials[own.Trial] = (seen, best);
        return best;
    }

    public void Forget(int trial) => trials.Remove(trial);
}
