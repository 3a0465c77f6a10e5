namespace Sweep.Contracts;

/// <summary>Which report of a trial gives the trial its value: the one that ranks it.</summary>
public enum MetricSummary
{
    /// <summary>The best one by the sweep's goal, the earliest among equals.</summary>
    Best,

    /// <summary>The last one.</summary>
    Last,
}
