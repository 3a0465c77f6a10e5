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
/// <param name="Attempt">Its number.</param>
/// <param name="Slot">Where it runs.</param>
/// <param name="At">When.</param>
internal sealed record AttemptAdded(int Attempt, SlotName Slot, DateTimeOffset At) : TrialEffect;

/// <summary>The running attempt told what makes its numbers.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="Maker">What it told.</param>
internal sealed record AttemptMaker(int Attempt, MadeBy Maker) : TrialEffect;

/// <summary>The running attempt ends.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="Ended">How.</param>
/// <param name="At">When.</param>
internal sealed record AttemptEnded(int Attempt, TrialEnded Ended, DateTimeOffset At) : TrialEffect;

/// <summary>A report counts: a new row of its epoch, or in place of the one that is there.</summary>
/// <param name="Attempt">Who reports.</param>
/// <param name="Report">What.</param>
/// <param name="Metric">The sweep's own metric; null when the report has none that is finite.</param>
/// <param name="At">When.</param>
internal sealed record ReportPut(int Attempt, TrialReport Report, double? Metric, DateTimeOffset At) : TrialEffect;

/// <summary>The reports beyond an epoch are gone.</summary>
/// <param name="Epoch">The last that stays.</param>
internal sealed record ReportsDropped(int Epoch) : TrialEffect;
