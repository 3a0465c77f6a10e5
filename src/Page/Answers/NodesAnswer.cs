using Sweep.Contracts;
using Sweep.Page.Sources;

namespace Sweep.Page.Answers;

internal sealed class NodesAnswer(IPageSource source)
{
    public async Task<object> Make() => new
    {
        Cluster = source.IsCluster,
        Nodes = source.IsCluster ? (await source.ListNodes()).OrderBy(node => node.Offer.Node, StringComparer.Ordinal).Select(Of)
            : await FromLedger(),
    };

    private static object Of(NodeView node) => new
    {
        node.Offer.Node,
        node.Offer.Host,
        State = node.Offer.Draining ? "leaving" : "ready",
        node.Offer.Version,
        StartedAt = Moments.Ms(node.Offer.StartedAt),
        LastSeen = Moments.Ms(node.LastSeen),
        Devices = node.Devices.Select(device => new
        {
            device.Offer.Device,
            device.Offer.Units,
            device.FreeUnits,
            MemoryBytes = device.Offer.MemoryBytes > 0 ? device.Offer.MemoryBytes : (long?)null,
            UsedMemoryBytes = device.Offer.MemoryBytes > 0 ? device.Offer.MemoryBytes - device.FreeMemoryBytes : (long?)null,
        }),
        Slots = node.Slots.Select(slot => new { Slot = slot.Slot.Text, slot.Sweep, Trial = slot.Trial?.Trial }),
        Quarantined = node.Offer.Quarantined.Select(slot => new { Slot = slot.Slot.Text, slot.Reason }),
    };

    /// <summary>Without a cluster: the slots of running trials.</summary>
    private async Task<IEnumerable<object>> FromLedger()
    {
        if (source.Open() is not { } ledger) return [];
        var slots = new List<(SlotName Slot, string Sweep, int Trial)>();
        foreach (var name in await ledger.ListRunning())
        {
            if (await ledger.FindSweep(name) is not { } sweep || source.StateOf(sweep) != "running") continue;
            using var trials = ledger.ReadTrials(name);
            slots.AddRange(trials.Rows.Where(trial => trial is { Status: TrialStatus.Running, Slot: not null })
                .Select(trial => (trial.Slot!, name, trial.Number)));
        }

        return slots.GroupBy(slot => slot.Slot.Node).OrderBy(node => node.Key, StringComparer.Ordinal).Select(node => (object)new
        {
            Node = node.Key,
            Host = (string?)null,
            State = "ready",
            source.Version,
            StartedAt = (long?)null,
            LastSeen = (long?)null,
            Devices = Array.Empty<object>(),
            Slots = node.Select(slot => new { Slot = slot.Slot.Text, slot.Sweep, slot.Trial }),
            Quarantined = Array.Empty<object>(),
        });
    }
}
