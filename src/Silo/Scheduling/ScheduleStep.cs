using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Silo.Scheduling;

/// <summary>
/// What the schedule decided and the shell now does, in this order: add the new trials, write the changes in one transaction,
/// and only when the ledger accepted them act on the slots.
/// </summary>
public sealed class ScheduleStep
{
    public List<NewTrial> NewTrials { get; } = [];

    public List<LedgerChange> Changes { get; } = [];

    public List<SlotAction> Actions { get; } = [];

    public bool IsEmpty => NewTrials.Count == 0 && Changes.Count == 0 && Actions.Count == 0;
}
