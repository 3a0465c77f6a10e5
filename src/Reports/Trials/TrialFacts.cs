using Sweep.Contracts.Rows;

namespace Sweep.Reports.Trials;

/// <summary>All that the ledger knows of one trial.</summary>
public sealed record TrialFacts(SweepRow Sweep, TrialRow Trial, IReadOnlyList<AttemptRow> Attempts, IReadOnlyList<EpochRow> Epochs)
{
    /// <summary><c>cells/17</c>.</summary>
    public string Label => $"{Sweep.Name}/{Trial.Number}";
}
