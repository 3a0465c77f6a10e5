using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Search.Scheduling;

/// <summary>What the ledger holds of a sweep when a coordinator comes.</summary>
/// <param name="Trials">By number.</param>
public sealed record LedgerState(IReadOnlyList<TrialRow> Trials)
{
    /// <summary>By trial and attempt.</summary>
    public IReadOnlyList<AttemptRow> Attempts { get; init; } = [];

    /// <summary>By number; none where no decision depends on any.</summary>
    public IReadOnlyList<SweepEvent> Events { get; init; } = [];

    /// <summary>By number.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>The metric of the accepted epochs of a sweep that an older version began, which kept no events; by trial and
    /// epoch.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];
}
