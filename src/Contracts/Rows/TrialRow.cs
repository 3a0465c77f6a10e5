namespace Sweep.Contracts.Rows;

/// <summary>A trial as the ledger holds it.</summary>
public sealed record TrialRow
{
    /// <summary>Name of its sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>What was planned.</summary>
    public required PlannedTrial Plan { get; init; }

    /// <summary>Number in the sweep, from 0.</summary>
    public int Number => Plan.Number;

    /// <summary>Status.</summary>
    public TrialStatus Status { get; init; }

    /// <summary>Number of the last attempt; 0 = never started.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that failed (those that count against <c>retries</c>).</summary>
    public int Failures { get; init; }

    /// <summary>Best value of the sweep's metric over the accepted epochs, or their last (<see cref="SweepRow.Summary"/>);
    /// null before the first, and for a diverged trial.</summary>
    public double? Metric { get; init; }

    /// <summary>Epoch of <see cref="Metric"/>.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Last accepted epoch; 0 = none.</summary>
    public int EpochsDone { get; init; }

    /// <summary>Slot of the last attempt.</summary>
    public SlotName? Slot { get; init; }

    /// <summary>Start of the first attempt, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it became final, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it is not completed, for people.</summary>
    public string? Reason { get; init; }
}
