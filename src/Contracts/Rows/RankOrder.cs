namespace Sweep.Contracts.Rows;

/// <summary>Says how configurations are ranked.</summary>
public static class RankOrder
{
    /// <summary><c>ranked by loss (lowest first)</c>, or <c>ranked by loss of the last epoch (lowest first)</c>;
    /// empty without a metric.</summary>
    /// <param name="metric">Name of the metric; empty = none.</param>
    /// <param name="maximize">True when a larger one is better.</param>
    /// <param name="summary">Which report is the value of a trial.</param>
    public static string Words(string metric, bool maximize, MetricSummary summary) => metric.Length == 0 ? ""
        : $"ranked by {metric}{(summary == MetricSummary.Last ? " of the last epoch" : "")} ({(maximize ? "highest" : "lowest")} first)";
}
