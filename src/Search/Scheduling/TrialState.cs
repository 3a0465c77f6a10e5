using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Search.Scheduling;

/// <summary>A trial as the schedule knows it; rebuilt from the ledger by every coordinator.</summary>
internal sealed class TrialState
{
    public required PlannedTrial Plan { get; init; }
    public int Number => Plan.Number;
    public TrialStatus Status { get; set; }
    public int Failures { get; set; }

    /// <summary>Epochs it runs: as planned, unless its worker said otherwise when it started; 0 = nobody knows.</summary>
    public required int Epochs { get; set; }

    /// <summary>Number of the last attempt; 0 = never started.</summary>
    public int Attempt { get; set; }

    /// <summary>How often its share of a device was doubled for want of memory.</summary>
    public int Doublings { get; set; }

    /// <summary>Nodes that it lost in a row.</summary>
    public int Losses { get; set; }

    /// <summary>Slot on which it failed last and would rather not run again; null = none.</summary>
    public SlotName? Avoids { get; set; }

    /// <summary>Last accepted epoch over all attempts; epochs of the checkpoint that it begins with count.</summary>
    public int EpochsDone { get; set; }

    /// <summary>Why a rule ended it after <see cref="EpochsDone"/> epochs; null = it may go on.</summary>
    public string? StopReason { get; set; }

    /// <summary>The last epoch that counts of one that a deterministic sweep stopped; null in other sweeps.</summary>
    public int? StopEpoch { get; set; }

    /// <summary>How it ended and why, while it waits for its turn in a deterministic sweep; null = it has not.</summary>
    public (TrialStatus Status, string? Reason)? Ended { get; set; }

    /// <summary>Why the rule pauses it; null = it may go on.</summary>
    public string? PauseReason { get; set; }

    /// <summary>Attempts that ended because of a pause before this coordinator came.</summary>
    public int Pauses { get; set; }

    /// <summary>How often it was let go on before this coordinator came.</summary>
    public int Resumes { get; set; }

    /// <summary>True when nothing that happens now changes that it is stopped. One that has run to its end is not;
    /// where nobody knows its end, what was decided holds, because how far it came until it heard of that depends on timing.</summary>
    public bool IsStopped => StopReason is not null && (StopEpoch is not null || Epochs == 0 || EpochsDone < Epochs);

    /// <summary>Its value so far: that of the best report, or of the last; null before the first.</summary>
    public double? Value { get; set; }

    /// <summary>True when the report of <see cref="Value"/> breaks a constraint on outcomes.</summary>
    public bool IsBroken { get; set; }

    /// <summary>What the current attempt said; null unless running.</summary>
    public AttemptState? Current { get; set; }

    /// <summary>A trial of the ledger; where it was forked, with that decision and the configuration of its parent.</summary>
    public static TrialState From(TrialRow row, Decision? fork, TrialConfig? parent) => new()
    {
        Plan = row.Plan with { Parent = fork?.Parent, ParentEpoch = fork?.ParentEpoch ?? 0, ParentConfig = parent },
        Epochs = row.Plan.Epochs,
        Status = row.Status,
        Attempt = row.Attempts,
        Failures = row.Failures,
        EpochsDone = Math.Max(row.EpochsDone, fork?.ParentEpoch ?? 0),
        Value = row.Metric,
    };

    public static TrialState From(PlannedTrial plan) => new() { Plan = plan, Epochs = plan.Epochs, EpochsDone = plan.ParentEpoch };
}

/// <summary>The attempt that runs on a slot now.</summary>
internal sealed class AttemptState(TrialRef trial, SlotName slot, SlotNeed need)
{
    public TrialRef Trial => trial;
    public SlotName Slot => slot;

    /// <summary>What it takes there.</summary>
    public SlotNeed Need => need;

    /// <summary>True when nothing else can run on its device.</summary>
    public bool HasDeviceAlone { get; set; }

    /// <summary>Last epoch this attempt reported: an older or equal one is a repeat.</summary>
    public int LastEpoch { get; set; }

    /// <summary>True when a report of it may have been dropped because a rule paused the trial: what follows is dropped, too, also when
    /// the trial goes on before the attempt has ended, and the next attempt repeats it. Otherwise epochs would be missing.</summary>
    public bool IsCut { get; set; }

    /// <summary>What it was told to end with; null = it may go on.</summary>
    public AttemptOutcome? Stopping { get; set; }

    public double Fraction { get; set; }
    public double TokensPerSecond { get; set; }
    public double? EpochSeconds { get; set; }
    public double? Metric { get; set; }
}
