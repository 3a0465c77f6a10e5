using Sweep.Contracts.Rows;

namespace Sweep.Search.Scheduling;

/// <summary>
/// What the schedule decided and the shell now does, in this order: write the changes in one transaction, and only when the ledger
/// accepted them act on the slots.
/// </summary>
public sealed class ScheduleStep
{
    /// <summary>Changes of the ledger, in order.</summary>
    public List<LedgerChange> Changes { get; } = [];

    /// <summary>What to do on slots.</summary>
    public List<SlotAction> Actions { get; } = [];

    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty => Changes.Count == 0 && Actions.Count == 0;
}
