namespace Sweep.Search.Slots;

/// <summary>How long the broker remembers a node or a sweep that gives no sign of life.</summary>
public static class SlotLease
{
    /// <summary>How long an offer or a claim holds without renewal; both are renewed every <see cref="Renewal"/>.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    /// <summary>How often nodes and sweeps give a sign of life.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);
}
