using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <content>What nodes offer.</content>
public sealed partial class SlotBroker
{
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private Device[]? numbered;

    /// <summary>Every slot that a sweep holds or a node works on.</summary>
    public IReadOnlyList<SlotName> Slots =>
        [.. claims.Values.SelectMany(c => c.Held.Keys).Union(nodes.Values.SelectMany(n => n.Busy.Keys))
            .OrderBy(slot => slot.Text, StringComparer.Ordinal)];

    /// <summary>All devices in the order of their nodes' names, numbered when they are asked for: many nodes may come or go at once.
    /// </summary>
    private Device[] Devices
    {
        get
        {
            if (numbered is not null) return numbered;
            numbered = [.. ByName.SelectMany(n => n.Devices)];
            for (var i = 0; i < numbered.Length; i++) numbered[i].Order = i;
            return numbered;
        }
    }

    private IEnumerable<Node> ByName => nodes.Values.OrderBy(n => n.Offer.Node, StringComparer.Ordinal);

    /// <summary>A node says what it has. Another incarnation of the same node replaces the older one.</summary>
    public void Offer(NodeOffer offer, DateTimeOffset now)
    {
        if (nodes.TryGetValue(offer.Node, out var known) && known.IsLike(offer)) known.Renew(offer, now, now + lease);
        else AddNode(new Node(offer, now, now + lease));
        var node = nodes[offer.Node];
        if (known is null || known.Offer.Draining != offer.Draining || !ReferenceEquals(known, node)) isStale = true;
        isStale |= node.Withhold();
        node.Suspect(IsHeld);
        FindOrphans(node);
    }

    /// <summary>A node leaves; an older incarnation's word is ignored.</summary>
    public void Withdraw(string node, string incarnation)
    {
        if (nodes.TryGetValue(node, out var known) && known.Offer.Incarnation == incarnation) Remove(known);
    }

    /// <summary>Every node with its devices and the slots in use.</summary>
    public IReadOnlyList<NodeView> ListNodes() => [.. ByName.Select(n => n.View())];

    private void AddNode(Node node)
    {
        if (nodes.TryGetValue(node.Offer.Node, out var older)) CancelReservations(older);
        nodes[node.Offer.Node] = node;
        numbered = null;
        // What sweeps hold there was not in any book until now.
        foreach (var claim in claims.Values)
        {
            foreach (var grant in claim.Held.Values.Where(g => g.Slot.Node == node.Offer.Node).ToArray())
            {
                var need = new SlotNeed { Share = grant.Share, MemoryBytes = grant.MemoryBytes };
                if (Find(grant.Slot)?.Restore(grant.Slot.Index, claim.Sweep, need) != true) claim.Held.Remove(grant.Slot);
            }
        }
    }

    private void Remove(Node node)
    {
        CancelReservations(node);
        nodes.Remove(node.Offer.Node);
        numbered = null;
        isStale = true;
    }

    private static void CancelReservations(Node node)
    {
        foreach (var device in node.Devices)
        {
            if (device.ReservedFor is { } claim) CancelReservation(claim);
        }
    }

    private Device? Find(SlotName slot) =>
        nodes.TryGetValue(slot.Node, out var node) ? Array.Find(node.Devices, d => d.Offer.Device == slot.Device) : null;

    private bool IsHeld(BusySlot busy) => claims.TryGetValue(busy.Trial.Sweep, out var sweep) && sweep.Held.ContainsKey(busy.Slot);
}
