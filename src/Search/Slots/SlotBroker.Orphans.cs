using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <content>Attempts on slots that no sweep holds.</content>
public sealed partial class SlotBroker
{
    /// <summary>An orphan for which nobody comes is given up after so long. A coordinator that takes over is there much sooner.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    private Dictionary<BusySlot, DateTimeOffset> abandoned = [];

    /// <summary>
    /// Orphans for which nobody has come for <see cref="AbandonedAfter"/>: their sweep is over, or its coordinator is there and does not
    /// name their slot. An orphan of a sweep that runs without a coordinator waits for one as long as it takes.
    /// To be asked every few seconds: what was no orphan at one look begins anew.
    /// </summary>
    /// <param name="running">Sweeps that are not over, by the ledger's word.</param>
    /// <param name="now">The time.</param>
    /// <returns>Attempts to stop. Each is named again after the same time if it still runs.</returns>
    public IReadOnlyList<BusySlot> FindAbandoned(IReadOnlySet<string> running, DateTimeOffset now)
    {
        Expire(now);
        abandoned = nodes.Values.SelectMany(n => n.Orphans)
            .Where(orphan => claims.TryGetValue(orphan.Trial.Sweep, out var claim)
                ? !claim.Named.Contains(orphan.Slot)
                : !running.Contains(orphan.Trial.Sweep))
            .ToDictionary(orphan => orphan, orphan => abandoned.GetValueOrDefault(orphan, now));
        BusySlot[] due = [.. abandoned.Where(found => now - found.Value >= AbandonedAfter).Select(found => found.Key)];
        foreach (var orphan in due) abandoned[orphan] = now;
        return due;
    }

    private void FindOrphans()
    {
        foreach (var node in nodes.Values) FindOrphans(node);
    }

    /// <summary>
    /// What runs for a sweep without a coordinator keeps its place until a new one comes for it, or it ends. So does an attempt that its
    /// sweep's new coordinator did not find (its node was slow), until it is stopped as abandoned.
    /// </summary>
    private void FindOrphans(Node node) =>
        node.SetOrphans(busy => !claims.ContainsKey(busy.Trial.Sweep) || (node.Unheld.Contains(busy.Slot) && !IsHeld(busy)));
}
