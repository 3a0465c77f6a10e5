using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Rules;

/// <summary>Which events and decisions of one call hold. The log of a sweep has no gaps: after one that is refused none holds.</summary>
internal sealed class LogRules
{
    private bool isBroken;

    /// <summary>True for a change that is an entry of the log, and of no trial's row.</summary>
    public static bool IsEntry(LedgerChange change) => change is EventNoted or DecisionMade;

    /// <summary>Whether an entry holds. An event tells what the change before it did: it was accepted, or there is none.</summary>
    public bool Holds(LedgerChange entry, bool isBeforeAccepted)
    {
        isBroken |= entry is EventNoted && !isBeforeAccepted;
        return !isBroken;
    }
}
