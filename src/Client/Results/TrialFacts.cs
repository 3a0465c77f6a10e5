using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

/// <summary>All that the ledger knows of one trial.</summary>
public sealed record TrialFacts(SweepRow Sweep, TrialRow Trial, IReadOnlyList<AttemptRow> Attempts, IReadOnlyList<EpochRow> Epochs)
{
    public string Label => $"{Sweep.Name}/{Trial.Number}";
}
