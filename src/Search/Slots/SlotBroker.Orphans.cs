using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <content>Attempts on slots that no sweep holds.</content>
public sealed partial class SlotBroker
{
    /// <summary>An orphan of a sweep that is over is stopped after so long.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    private Dictionary<BusySlot, DateTimeOffset> abandoned = [];

    /// <summary>
    /// Orphans whose sweep has been over for <see cref="AbandonedAfter"/>: nobody will come for them. One of a sweep that runs waits for a
    /// coordinator as long as it takes, and a coordinator ends what goes on without it by itself.
    /// To be asked every few seconds: what was no such orphan at one look begins anew.
    /// </summary>
    /// <param name="running">Sweeps that are not over, by the ledger's word.</param>
    /// <param name="now">The time.</param>
    /// <returns>Attempts to stop. Each is named again after the same time if it still runs.</returns>
    public IReadOnlyList<BusySlot> FindAbandoned(IReadOnlySet<string> running, DateTimeOffset now)
    {
        Expire(now);
        abandoned = ByName.SelectMany(n => n.Orphans)
            .Where(orphan => !claims.ContainsKey(orphan.Trial.Sweep) && !running.Contains(orphan.Trial.Sweep))
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
    /// sweep's new coordinator did not find (its node was slow), until that coordinator has ended it.
    /// </summary>
    private void FindOrphans(Node node) =>
        node.SetOrphans(busy => !claims.ContainsKey(busy.Trial.Sweep) || (node.Unheld.Contains(busy.Slot) && !IsHeld(busy)));
}
