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
        var ranked = reports.Where(report => report.Metrics.ContainsKey(metric));
        return maximize ? ranked.MaxBy(report => report.Metrics[metric]) : ranked.MinBy(report => report.Metrics[metric]);
    }
}
