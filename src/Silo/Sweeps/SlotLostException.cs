using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>Whatever ran on a slot is given up.</summary>
/// <param name="message">Why, for people.</param>
/// <param name="outcome">What became of the attempt.</param>
/// <param name="isUsable">True when the slot answers and may be used again at once.</param>
internal sealed class SlotLostException(string message, AttemptOutcome outcome, bool isUsable = false) : Exception(message)
{
    public AttemptOutcome Outcome { get; } = outcome;

    public bool IsUsable { get; } = isUsable;
}
