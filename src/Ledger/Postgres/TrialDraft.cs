using Sweep.Contracts;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>A trial inside a transaction: as the database has it, plus what waits to be written.</summary>
internal sealed class TrialDraft
{
    public required SweepKey Sweep { get; init; }

    public required long Id { get; init; }

    public required long Config { get; init; }

    public TrialStatus Status { get; set; }

    public int Attempts { get; set; }

    public int Failures { get; set; }

    public double? Metric { get; set; }

    public int? BestEpoch { get; set; }

    public int EpochsDone { get; set; }

    public string? EndedAt { get; set; }

    public string? Reason { get; set; }

    /// <summary>Attempt and metric of each epoch: those of this transaction, and the older ones where <see cref="TrialChanges.NeedsHistory"/> asked for them.</summary>
    public Dictionary<int, (int Attempt, double? Metric)> Epochs { get; } = [];

    /// <summary>Slot of the attempt that starts; null when none waits to be written.</summary>
    public string? StartsOn { get; set; }

    /// <summary>Accepted reports by epoch that wait to be written.</summary>
    public Dictionary<int, TrialReport> Reports { get; } = [];

    /// <summary>Last epoch that stays; null when nothing waits to be dropped.</summary>
    public int? KeepUpTo { get; set; }

    /// <summary>End of the running attempt; null when none waits to be written.</summary>
    public TrialEnded? Ended { get; set; }

    /// <summary>True when anything waits to be written.</summary>
    public bool Waits { get; set; }

    /// <summary>Everything is written.</summary>
    public void Written()
    {
        (StartsOn, KeepUpTo, Ended, Waits) = (null, null, null, false);
        Reports.Clear();
    }
}
