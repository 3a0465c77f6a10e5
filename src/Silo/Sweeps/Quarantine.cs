namespace Sweep.Silo.Sweeps;

/// <summary>
/// Slots that did not answer are left alone for a while: by then the broker has forgotten a node that is gone, and a trial does not collect interrupted
/// attempts meanwhile.
/// </summary>
/// <param name="period">How long.</param>
internal sealed class Quarantine(TimeSpan period)
{
    private readonly Dictionary<string, TimeSpan> until = new(StringComparer.Ordinal);

    public void Add(string slot, TimeSpan now) => until[slot] = now + period;

    public bool Holds(string slot, TimeSpan now) => until.TryGetValue(slot, out var end) && now < end;
}
