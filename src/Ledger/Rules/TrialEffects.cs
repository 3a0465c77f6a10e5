using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Rules;

/// <summary>What accepted changes make of the rows of a trial. A store writes it as it is and in this order.</summary>
internal abstract record TrialEffect;

/// <summary>The row of the trial changes.</summary>
/// <param name="Trial">What it is now: status, attempts, failures, metric, epochs done, slot, times, reason.
/// The rest never changes.</param>
internal sealed record TrialChanged(TrialRow Trial) : TrialEffect;

/// <summary>An attempt starts: a new row.</summary>
internal sealed record AttemptAdded(int Attempt, SlotName Slot, DateTimeOffset At) : TrialEffect;

/// <summary>The running attempt told what makes its numbers.</summary>
internal sealed record AttemptMaker(int Attempt, MadeBy Maker) : TrialEffect;

/// <summary>The running attempt ends.</summary>
internal sealed record AttemptEnded(int Attempt, TrialEnded Ended, DateTimeOffset At) : TrialEffect;

/// <summary>A report counts: a new row of its epoch, or in place of the one that is there. Its metric is the
/// sweep's own; null when the report has none that is finite.</summary>
internal sealed record ReportPut(int Attempt, TrialReport Report, double? Metric, DateTimeOffset At) : TrialEffect;

/// <summary>The reports beyond an epoch, the last that stays, are gone.</summary>
internal sealed record ReportsDropped(int Epoch) : TrialEffect;
