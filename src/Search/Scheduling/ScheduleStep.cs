using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Search.Scheduling;

/// <summary>What the schedule decided and the shell now does, in this order: write the changes in one transaction, and only when the ledger
/// accepted them act on the slots.</summary>
public sealed class ScheduleStep
{
    /// <summary>Changes of the ledger, in order.</summary>
    public List<LedgerChange> Changes { get; } = [];

    /// <summary>What to do on slots.</summary>
    public List<SlotAction> Actions { get; } = [];

    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty => Changes.Count == 0 && Actions.Count == 0;
}

/// <summary>Something to do on a slot.</summary>
public abstract record SlotAction(SlotName Slot, TrialRef Trial);

/// <summary>Run this attempt there.</summary>
public sealed record StartOnSlot(SlotName Slot, TrialRef Trial, PlannedTrial Plan) : SlotAction(Slot, Trial);

/// <summary>End this attempt there.</summary>
public sealed record StopOnSlot(SlotName Slot, TrialRef Trial, AttemptOutcome Outcome, string Reason) : SlotAction(Slot, Trial);

/// <summary>Take this slot out of use: trials fail there and nowhere else.</summary>
public sealed record QuarantineSlot(SlotName Slot, TrialRef Trial, string Reason) : SlotAction(Slot, Trial);

/// <summary>Its node reported a fault of its own: see at once which nodes there are, because only that tells whether to go on.</summary>
public sealed record CheckNodes(SlotName Slot, TrialRef Trial) : SlotAction(Slot, Trial);

/// <summary>Writes out one trial of a configuration that a strategy starts, with a replicate from 0.</summary>
public delegate PlannedTrial PlanTrial(int number, int replicate, TrialConfig config);
