using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>A node as the broker knows it.</summary>
internal sealed class Node
{
    private IReadOnlyList<QuarantinedSlot> quarantined = [];

    /// <summary>The devices of an offer, what is in quarantine taken out, as if nothing ran on them.</summary>
    public static IReadOnlyList<Device> Empty(NodeOffer offer)
    {
        var node = new Node(offer, default, default);
        node.Withhold();
        return node.Devices;
    }

    public Node(NodeOffer offer, DateTimeOffset now, DateTimeOffset until)
    {
        Devices = [.. offer.Devices.Where(d => d.Units > 0).Select(d => new Device(offer.Node, d))];
        Offer = offer;
        Renew(offer, now, until);
    }

    public NodeOffer Offer { get; private set; }
    public DateTimeOffset LastSeen { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public Device[] Devices { get; }

    /// <summary>What runs where, as the node said last.</summary>
    public Dictionary<SlotName, BusySlot> Busy { get; private set; } = [];

    /// <summary>Slots that the last offer named busy and no sweep held.</summary>
    public IReadOnlySet<SlotName> Suspects { get; private set; } = new HashSet<SlotName>();

    /// <summary>Those of them that were so at the offer before, too.</summary>
    public IReadOnlySet<SlotName> Unheld { get; private set; } = new HashSet<SlotName>();

    /// <summary>What runs on slots that no sweep holds.</summary>
    public IReadOnlyList<BusySlot> Orphans { get; private set; } = [];

    /// <summary>True when it is the same process with the same devices.</summary>
    public bool IsLike(NodeOffer offer) => Offer.Incarnation == offer.Incarnation && Offer.Devices.SequenceEqual(offer.Devices);

    public void Renew(NodeOffer offer, DateTimeOffset now, DateTimeOffset until)
    {
        (Offer, LastSeen, Until) = (offer, now, until);
        Busy = offer.Busy.ToDictionary(b => b.Slot);
        foreach (var device in Devices) device.IsDraining = offer.Draining;
    }

    /// <summary>Notes what nobody holds. Once proves nothing: an offer may have been on its way while the sweep gave the
    /// slot back.</summary>
    public void Suspect(Func<BusySlot, bool> isHeld)
    {
        var now = Busy.Values.Where(b => !isHeld(b)).Select(b => b.Slot).ToHashSet();
        (Unheld, Suspects) = (now.Where(Suspects.Contains).ToHashSet(), now);
    }

    /// <summary>Keeps the places of what runs on slots that no sweep holds.</summary>
    public void SetOrphans(Func<BusySlot, bool> isOrphan)
    {
        if (Busy.Count == 0 && Orphans.Count == 0) return;
        Orphans = [.. Busy.Values.Where(isOrphan)];
        var found = Orphans.ToLookup(b => b.Slot.Device);
        foreach (var device in Devices) device.SetOrphans(found[device.Offer.Device]);
    }

    /// <summary>Takes the quarantined slots out of use.</summary>
    /// <returns>True when they are others than before.</returns>
    public bool Withhold()
    {
        if (quarantined.SequenceEqual(Offer.Quarantined)) return false;
        quarantined = Offer.Quarantined;
        var slots = quarantined.ToLookup(q => q.Slot.Device);
        foreach (var device in Devices) device.SetQuarantined(slots[device.Offer.Device]);
        return true;
    }

    public NodeView View() => new()
    {
        Offer = Offer,
        LastSeen = LastSeen,
        Devices = [.. Devices.Select(d => new DeviceView(d.Offer, d.FreeUnits, d.FreeMemory))],
        Slots = [.. Devices.SelectMany(Slots)],
    };

    private IEnumerable<SlotView> Slots(Device device) => device.Uses
        .Concat(device.Apart)
        .OrderBy(u => u.Key)
        .Select(u => new SlotView
        {
            Slot = $"{device.Name}/{u.Key}",
            Sweep = u.Value.Sweep,
            Trial = Busy.GetValueOrDefault($"{device.Name}/{u.Key}")?.Trial,
            Share = u.Value.Units,
            MemoryBytes = u.Value.MemoryBytes,
        });
}
