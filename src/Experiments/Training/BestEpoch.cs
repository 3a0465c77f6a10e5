using Sweep.Contracts;

namespace Sweep.Experiments.Training;

/// <summary>Which report is the value of a trial. Pure.</summary>
public static class BestEpoch
{
    /// <summary>The best report by a metric, the earliest among equals, or the last one; null without reports.</summary>
    /// <param name="reports">Reports in order of their epochs; those without the metric do not count.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="maximize">True when larger is better.</param>
    /// <param name="summary">Which one counts.</param>
    public static TrialReport? Of(IEnumerable<TrialReport> reports, string metric, bool maximize, MetricSummary summary)
    {
        var ranked = reports.Where(report => report.Metrics.ContainsKey(metric));
        if (summary == MetricSummary.Last) return ranked.LastOrDefault();
        return maximize ? ranked.MaxBy(report => report.Metrics[metric]) : ranked.MinBy(report => report.Metrics[metric]);
    }
}
