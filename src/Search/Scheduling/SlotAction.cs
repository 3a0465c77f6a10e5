using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

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
