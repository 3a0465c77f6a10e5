using Sweep.Contracts;

namespace Sweep.Ledger.Rules;

/// <summary>What the rules need to know of a sweep.</summary>
/// <param name="Id">Its id in the database.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metric">Name of its metric.</param>
/// <param name="Maximize">True when a larger metric is better.</param>
/// <param name="Summary">Which report is the value of a trial.</param>
/// <param name="Coordinator">Token of the coordinator that owns it.</param>
internal sealed record SweepKey(long Id, string Name, string Metric, bool Maximize, MetricSummary Summary, long Coordinator)
{
    /// <summary>The sweep, for its coordinator only.</summary>
    /// <exception cref="CoordinatorFencedException">The token is another one.</exception>
    public SweepKey Fenced(long coordinator) =>
        Coordinator == coordinator ? this : throw new CoordinatorFencedException(Name, coordinator, Coordinator);
}
