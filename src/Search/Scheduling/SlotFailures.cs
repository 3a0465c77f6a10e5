using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>Tells faults of a slot from faults of the trials: three different trials in a row on one slot are the fault of the slot, as
/// long as most other slots work; when every slot fails in the same way, the trials are at fault. Pure.</summary>
internal sealed class SlotFailures
{
    /// <summary>Different trials that fail in a row before a slot is quarantined.</summary>
    public const int Limit = 3;

    private readonly Dictionary<SlotName, HashSet<int>> failed = [];
    private readonly HashSet<SlotName> quarantined = [];

    /// <summary>Notes the end of an attempt, and whether it counts (see <see cref="AttemptPolicy.Counts"/>).</summary>
    /// <returns>Why the slot is to be quarantined; null when it is not.</returns>
    public string? Note(SlotName slot, int trial, AttemptOutcome outcome, bool counts)
    {
        var known = FailureClass.Of(outcome);
        if (outcome is AttemptOutcome.Completed or AttemptOutcome.Stopped or AttemptOutcome.Diverged) failed[slot] = [];
        if (!known.BlamesSlot || (known.NeedsMoreRoom && !counts)) return null;
        if (!failed.TryGetValue(slot, out var trials)) failed.Add(slot, trials = []);
        trials.Add(trial);
        if (trials.Count < Limit || !OthersAreWell(slot) || !quarantined.Add(slot)) return null;
        return $"{trials.Count} trials in a row failed there, the last one as {known.Words}, and other slots are well";
    }

    /// <summary>A node was restarted: what its slots did before says nothing of them now.</summary>
    public void Forget(string node)
    {
        foreach (var slot in failed.Keys.Where(slot => slot.Node == node).ToArray())
        {
            failed.Remove(slot);
            quarantined.Remove(slot);
        }
    }

    /// <summary>Slots of the same sweep that are not quarantined: most of them ended their last trial well.</summary>
    private bool OthersAreWell(SlotName slot)
    {
        var others = failed.Where(f => f.Key != slot && !quarantined.Contains(f.Key)).ToList();
        return others.Count(o => o.Value.Count == 0) * 2 > others.Count;
    }
}
