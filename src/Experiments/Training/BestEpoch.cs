using Sweep.Contracts;

namespace Sweep.Experiments.Training;

/// <summary>Which report of a trial is the best. Pure.</summary>
public static class BestEpoch
{
    /// <summary>The best report by a metric, the earliest among equals; null without reports.</summary>
    /// <param name="reports">Reports in order of their epochs; those without the metric do not count.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="maximize">True when larger is better.</param>
    public static TrialReport? Of(IEnumerable<TrialReport> reports, string metric, bool maximize)
    {
        TrialReport? best = null;
        foreach (var report in reports.Where(r => r.Metrics.ContainsKey(metric)))
        {
            if (best is null || IsBetter(report.Metrics[metric], best.Metrics[metric], maximize)) best = report;
        }
        return best;
    }

    private static bool IsBetter(double value, double than, bool maximize) => maximize ? value > than : value < than;
}
