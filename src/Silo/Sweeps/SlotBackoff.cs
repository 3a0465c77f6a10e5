using Sweep.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>
/// Slots that did not answer get no trial for a while: the broker forgets a node that is gone by then,
/// and a trial does not collect interrupted attempts meanwhile.
/// </summary>
/// <param name="period">How long.</param>
internal sealed class SlotBackoff(TimeSpan period)
{
    private readonly Dictionary<SlotName, TimeSpan> until = [];

    public void Add(SlotName slot, TimeSpan now) => until[slot] = now + period;

    public bool Holds(SlotName slot, TimeSpan now) => until.TryGetValue(slot, out var end) && now < end;
}
