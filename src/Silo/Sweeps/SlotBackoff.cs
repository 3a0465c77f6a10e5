namespace Sweep.Silo.Sweeps;

/// <summary>
/// Slots that did not answer get no trial for a while: the broker forgets a node that is gone by then, and a trial does not collect interrupted attempts
/// meanwhile.
/// </summary>
/// <param name="period">How long.</param>
internal sealed class SlotBackoff(TimeSpan period)
{
    private readonly Dictionary<string, TimeSpan> until = new(StringComparer.Ordinal);

    public void Add(string slot, TimeSpan now) => until[slot] = now + period;

    public bool Holds(string slot, TimeSpan now) => until.TryGetValue(slot, out var end) && now < end;
}
