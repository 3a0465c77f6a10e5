using Sweep.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>Whatever ran on a slot is given up.</summary>
/// <param name="isUsable">True when the slot answers and may be used again at once.</param>
/// <param name="isUnreached">True when nothing that was asked can have reached the slot: its node was not in the cluster any more.</param>
internal sealed class SlotLostException(string message, AttemptOutcome outcome, bool isUsable = false, bool isUnreached = false)
    : Exception(message)
{
    public bool IsUnreached { get; } = isUnreached;
    public AttemptOutcome Outcome { get; } = outcome;
    public bool IsUsable { get; } = isUsable;
}
